import type { ProfileType } from '#scenarios/operator/index';
import { WrongSettings } from '#shared/runtime/settings';
import type { ProductSettings } from '#shared/runtime/settings-declaration';

/** The types of profiles that are set. @throws WrongSettings naming each thing that is wrong with them */
export async function profileTypesOf({
  profileTypes: setting,
}: Pick<ProductSettings, 'profileTypes'>): Promise<readonly ProfileType[]> {
  if (setting === undefined) return [];
  // The words of scenarios take a while to load, and few labs want them.
  const { printPath, readProfileTypes } = await import('#scenarios/language/index');
  const read = readProfileTypes(setting.data);
  if ('types' in read) return read.types;
  throw new WrongSettings(
    read.complaints.map(({ path, message }) =>
      [setting.where(path), ...(path.length === 0 ? [] : [printPath(path)]), message].join(': '),
    ),
  );
}
