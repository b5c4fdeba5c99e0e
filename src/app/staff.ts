import { parseArgs } from 'node:util';
import { type Config, ConfigError } from '../config.js';
import { SYSTEM } from '../shared/actor.js';
import { oneLine } from '../shared/one-line.js';
import {
  AddMember,
  ChangeMember,
  codeAt,
  isStaffRole,
  type MemberChange,
  ROLES,
  StaffQueries,
  type StaffRow,
} from '../staff/index.js';
import { DEMO_TOTP_SECRET } from './demo-staff.js';
import { StaffOnlyModule } from './staff-only.module.js';
import { type Command, runCommand } from './run-command.js';

const USAGE = `Use: staff add owner@example.com --role <role>
     staff list
     staff role <email> --role <role>
     staff reset <email>          a new password and second factor, for who lost one
     staff deactivate <email>
     staff demo-code              the code of the demo members' second factor, now
Roles: ${ROLES.join(', ')}.`;

const WHY_NOT = {
  no_such_member: 'There is no active member of this address.',
  own_account: 'Nobody changes their own account.',
  last_administrator: 'The panel would have no administrator left.',
} as const;

/** Who may use the admin panel. A one-time password is shown here, once, and kept nowhere. */
export async function staff(config: Config, words: readonly string[]): Promise<void> {
  if (words.join(' ') === 'demo-code') {
    say(codeAt(DEMO_TOTP_SECRET, Date.now()));
    return;
  }
  await runCommand(StaffOnlyModule.with(config), read(words));
}

function read(words: readonly string[]): Command {
  const { given, role } = optionsOf(words);
  const [verb, email] = given;
  if (verb === 'list' && given.length === 1)
    return async (app) => (await app.get(StaffQueries).list()).forEach(tellMember);
  if (given.length !== 2 || !isAddress(email)) throw new ConfigError(USAGE);
  if (verb === 'add' && isStaffRole(role))
    return async (app) => {
      const added = await app.get(AddMember).run({ email, role, actor: SYSTEM });
      if (added) tellPassword(added.password);
      else fail('This address has a member already: staff list shows them.');
    };
  const change = changeOf(verb, role);
  if (!change) throw new ConfigError(USAGE);
  return async (app) => {
    const changed = await app.get(ChangeMember).run({ email, change, actor: SYSTEM });
    if (changed.outcome !== 'done') fail(WHY_NOT[changed.outcome]);
    else if (changed.password) tellPassword(changed.password);
    else say('Done; their sessions have ended.');
  };
}

function changeOf(verb: string | undefined, role: string | undefined): MemberChange | undefined {
  if (verb === 'role' && isStaffRole(role)) return { kind: 'role', role };
  if (verb === 'reset' || verb === 'deactivate') return { kind: verb };
  return undefined;
}

function optionsOf(words: readonly string[]) {
  try {
    const options = { role: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options });
    return { given: positionals, role: values.role };
  } catch {
    throw new ConfigError(USAGE);
  }
}

const isAddress = (text: string | undefined): text is string =>
  /^[^\s"<>\p{C}@]+@[^\s"<>\p{C}@]+$/u.test(text ?? '');

function tellPassword(password: string): void {
  say(`one-time password  ${password}`);
  say('It is shown this once, good for three days, and replaced by their own at the first log-in.');
}

function tellMember({ email, role, active, isEnrolled, isLocked, openSessions }: StaffRow): void {
  const states = [
    !active && 'deactivated',
    isLocked && 'locked',
    !isEnrolled && 'has not logged in yet',
    `${openSessions} open ${openSessions === 1 ? 'session' : 'sessions'}`,
  ];
  say(`${oneLine(email)}  ${role}  ${states.filter(Boolean).join(', ')}`);
}

function fail(line: string): void {
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
