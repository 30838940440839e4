import type { PublicAddress } from './world-options.ts';

/** The address every server of a world listens at. */
export const loopback = '127.0.0.1';

/** Where a server listens: any free port, unless foreign clients are to find it. */
export function listening(reachable: PublicAddress | undefined, setting: string) {
  const { limits } = reachable ?? {};
  return {
    host: loopback,
    port: reachable?.port ?? 0,
    ...(limits === undefined ? {} : { limits }),
    ...(reachable === undefined ? {} : { portSetting: portSetting(setting) }),
  };
}

/** `smdp-port`: `--smdp-port`, `ESIMLAB_SMDP_PORT`. */
function portSetting(name: string) {
  return { flag: `--${name}`, variable: `ESIMLAB_${name.replaceAll('-', '_').toUpperCase()}` };
}

/** The names a server's certificate is for: that of the world and, where foreign clients are to find it, those of this machine. */
export function namesOf(worldName: string, reachable: PublicAddress | undefined): readonly string[] {
  if (reachable === undefined) return [worldName];
  return [worldName, 'localhost', loopback, '[::1]', ...(reachable.aliases ?? [])];
}
