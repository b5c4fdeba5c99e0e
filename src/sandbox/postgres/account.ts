import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { SetupError } from '../setup-error.js';

export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** The account the server runs as; undefined = the caller's own. Postgres refuses to run as root, for good reasons. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const account = findAccount('postgres') ?? findAccount('nobody');
  if (account) return account;
  throw new SetupError(
    'Postgres refuses to run as root and there is no account "postgres" or "nobody" here: start as another user.',
  );
}

/** Whether the account may walk down to this folder. Only its own group counts: it gets no supplementary ones. */
export function canReach(folder: string, account: Account | undefined): boolean {
  if (!account) return true;
  const { mode, uid, gid } = statSync(folder);
  const search = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  if ((mode & search) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || canReach(parent, account);
}

/** A folder of somebody else's is either useless to us or, at a well-known place below /var/tmp, a trap. */
export function assertOwner(folder: string, uid: number | undefined): void {
  if (uid !== undefined && statSync(folder).uid !== uid)
    throw new SetupError(`${folder} belongs to another user: delete it, or start as the user who owns it.`);
}

function findAccount(name: string): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { name, uid: Number(uid), gid: Number(gid) } : undefined;
}
