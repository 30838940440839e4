import { FunctionError } from '../isdr/function-error.ts';

const ok = 0;

/** The result of a function that answers with nothing but a result: 0, or the code it ended with. */
export async function withResult(work: () => Promise<void>): Promise<{ readonly result: number }> {
  try {
    await work();
    return { result: ok };
  } catch (error) {
    if (error instanceof FunctionError) return { result: error.code };
    throw error;
  }
}
