import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync, readFileSync } from 'node:fs';

export interface PartPlan {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly execArgv?: readonly string[];
}

/** An answered request takes well below a second; what takes longer than this hangs. */
const STOP_LIMIT_MS = 12_000;
const READY_LIMIT_MS = 30_000;

const running = new Set<Part>();

/** A process of the system under test. It ends with this one, by its IPC channel, even after a kill -9. */
export class Part {
  readonly plan: PartPlan;
  readonly pid: number;
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  private constructor(plan: PartPlan, child: ChildProcess) {
    this.plan = plan;
    this.child = child;
    this.pid = child.pid!;
    this.ended = once(child, 'exit');
    running.add(this);
    void this.ended.then(() => running.delete(this));
  }

  static spawn(plan: PartPlan): Part {
    // A file rather than a pipe: reading its log would be this process's work.
    const log = openSync(plan.logFile, 'a');
    const child = fork(plan.file, [...plan.args], {
      env: plan.env,
      execArgv: [...(plan.execArgv ?? ['--enable-source-maps'])],
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    return new Part(plan, child);
  }

  /** Spawns and waits for the first message over IPC: every part says when it is ready. */
  static async start(plan: PartPlan): Promise<Part> {
    const part = Part.spawn(plan);
    await part.saysReady();
    return part;
  }

  /** Whatever it tells after it was ready. */
  onMessage(hear: (message: unknown) => void): void {
    this.child.on('message', hear);
  }

  /** What it answers to a question. */
  async answers(question: string): Promise<unknown> {
    const answer = once(this.child, 'message', { signal: AbortSignal.timeout(READY_LIMIT_MS) });
    this.child.send(question);
    return this.before(answer.then(([message]) => message as unknown));
  }

  async saysReady(): Promise<unknown> {
    return this.before(
      once(this.child, 'message', { signal: AbortSignal.timeout(READY_LIMIT_MS) }).then(
        ([message]) => message as unknown,
      ),
    );
  }

  /** `work`, unless the process ends first. */
  before<T>(work: Promise<T>): Promise<T> {
    const early = this.ended.then(() =>
      Promise.reject(new Error(`${this.plan.name} ended:\n${this.lastWords()}`)),
    );
    return Promise.race([work, early]);
  }

  async exitCode(): Promise<number | null> {
    await this.ended;
    return this.child.exitCode;
  }

  async stop(): Promise<void> {
    if (!running.has(this)) return;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_LIMIT_MS);
    await this.ended;
    clearTimeout(timer);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private lastWords(): string {
    return readFileSync(this.plan.logFile, 'utf8').split('\n').slice(-15).join('\n');
  }
}

/** Ends what is still there, at once. */
export function killParts(): void {
  for (const part of running) part.kill();
}
