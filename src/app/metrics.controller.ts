import { timingSafeEqual, createHash } from 'node:crypto';
import { Controller, Get, Header, Headers, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../auth/index.js';
import { CONFIG, type Config } from '../config.js';
import { DomainError } from '../shared/problem.js';
import { MetricsQueries } from './metrics.queries.js';

/** For a monitor (Prometheus): shut unless METRICS_TOKEN is set, and then for its bearer alone. */
@ApiExcludeController()
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly metrics: MetricsQueries,
  ) {}

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  read(@Headers('authorization') authorization = ''): Promise<string> {
    const token = this.config.METRICS_TOKEN;
    if (token === undefined) throw new DomainError('not_found');
    if (!isSame(authorization, `Bearer ${token}`)) throw new DomainError('unauthorized');
    return this.metrics.text();
  }
}

/** In a time that tells nothing about either. */
const isSame = (given: string, wanted: string): boolean => timingSafeEqual(digest(given), digest(wanted));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
