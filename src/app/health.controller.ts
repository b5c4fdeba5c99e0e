import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { sql } from 'kysely';
import { Public } from '../auth/index.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { DomainError } from '../shared/problem.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { HealthDto } from './health.dto.js';

@ApiTags('health')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly uow: UnitOfWork) {}

  @Get('live')
  @ApiOperation({ operationId: 'getLiveness', summary: 'Whether the process runs' })
  @ApiOkResponse({ type: HealthDto })
  live(): HealthDto {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({
    operationId: 'getReadiness',
    summary: 'Whether the process can serve: its database answers',
  })
  @ApiOkResponse({ type: HealthDto })
  @ApiProblems('not_ready')
  async ready(): Promise<HealthDto> {
    try {
      await sql`select 1`.execute(this.uow.db);
      return { status: 'ok' };
    } catch {
      throw new DomainError('not_ready', { retryAfterSeconds: 1 });
    }
  }
}
