import { readFile } from 'node:fs/promises';

/** A user of the operating system. */
export interface SystemAccount {
  name: string;
  uid: number;
  gid: number;
}

const CANDIDATES = ['postgres', 'nobody'];

/**
 * The account that the server's processes change to. PostgreSQL refuses to run as root, so for root it is `postgres`, else `nobody`,
 * as /etc/passwd knows them; for anybody else it is undefined: the processes run as the caller.
 */
export async function serverAccount(): Promise<SystemAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = await readFile('/etc/passwd', 'utf8');
  const lines = passwd.split('\n').map((line) => line.split(':'));
  for (const name of CANDIDATES) {
    const entry = lines.find((fields) => fields[0] === name);
    if (entry && Number(entry[2]) > 0) return { name, uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new Error(
    `/etc/passwd has no user ${CANDIDATES.join(' or ')}, and PostgreSQL refuses to run as root: add one (useradd --system postgres), run brandhub as an ordinary user, or set DATABASE_URL`,
  );
}
