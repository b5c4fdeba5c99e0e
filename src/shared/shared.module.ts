import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { Clock, SystemClock } from './clock.js';
import { DatabaseModule } from './database/database.module.js';
import { Dispatcher } from './events/dispatcher.js';
import { EventPositions } from './events/event-positions.js';
import { JobQueue } from './events/job-queue.js';
import { Outbox } from './events/outbox.js';
import { ForgetKeys } from './events/forget-keys.sweep.js';
import { Sweeper } from './events/sweeper.js';
import { WakeUp } from './events/wake-up.js';
import { Once } from './once.js';

/** The words that every module speaks. */
@Global()
@Module({})
export class SharedModule {
  static with(config: Config): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: Clock, useClass: SystemClock },
      WakeUp,
      JobQueue,
      Outbox,
      EventPositions,
      Dispatcher,
      Sweeper,
      ForgetKeys,
      Once,
    ];
    return {
      module: SharedModule,
      imports: [DatabaseModule],
      providers,
      exports: [CONFIG, Clock, JobQueue, Outbox, EventPositions, Dispatcher, Sweeper, Once],
    };
  }
}
