import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { SetupError } from '../setup-error.js';
import { ChildLog } from './child-log.js';

/** Far more than any part takes; a part that hangs at its start must not hang the whole start with it. */
const readyLimitMs = 60_000;

export interface ChildPlan {
  name: string;
  program: string;
  args: string[];
  environment: NodeJS.ProcessEnv;
  cwd: string;
  logFile: string;
  /** Another way to run the program than plain Node. */
  launch?: { execPath: string; execArgv: string[] };
}

/** A part of the system as a process of its own, that says `{ready: true}` over IPC and ends when that channel closes. */
export class Child {
  readonly name: string;
  /** Resolves with the sentence that says how it ended. */
  readonly ended: Promise<string>;
  private readonly process: ChildProcess;
  private readonly log: ChildLog;
  private readonly saidReady: Promise<void>;

  constructor(plan: ChildPlan) {
    this.name = plan.name;
    this.log = new ChildLog(plan.name, plan.logFile);
    this.process = fork(plan.program, plan.args, {
      cwd: plan.cwd,
      env: plan.environment,
      execArgv: ['--enable-source-maps'],
      ...plan.launch,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Ctrl-C in a terminal reaches a whole process group; the order in which the parts end is ours to keep.
      detached: true,
    });
    if (this.process.stdout) this.log.follow(this.process.stdout);
    if (this.process.stderr) this.log.follow(this.process.stderr);
    this.saidReady = new Promise((resolve) => {
      this.process.on('message', (message: { ready?: boolean }) => message.ready && resolve());
    });
    this.ended = new Promise((resolve) => {
      this.process.once('error', (error) =>
        resolve(`The ${this.name} could not be started: ${error.message}`),
      );
      // "close", not "exit": its last words are read by then.
      this.process.once('close', (code, signal) => {
        this.log.close();
        const how = signal ? `by ${signal}` : `with code ${code}`;
        resolve(`The ${this.name} ended ${how}: ${this.log.lastComplaint} (its log is ${this.log.file})`);
      });
    });
  }

  /** Never rejects for a child that ended: `ended` tells that story. */
  async ready(): Promise<void> {
    const limit = new AbortController();
    const late = sleep(readyLimitMs, undefined, { signal: limit.signal }).then(
      () =>
        Promise.reject(new SetupError(`The ${this.name} was not ready after 60 s: see ${this.log.file}.`)),
      () => undefined,
    );
    await Promise.race([this.saidReady, late]);
    limit.abort();
  }

  async stop(limitMs: number): Promise<void> {
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.kill(), limitMs);
    await this.ended;
    clearTimeout(timer);
  }

  kill(): void {
    this.process.kill('SIGKILL');
  }
}
