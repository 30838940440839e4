/** A step that could not be taken, and no expectation was there to say so. The message is one line. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}
