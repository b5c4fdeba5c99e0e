import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Roles, Scopes } from '../auth/index.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { EventListDto, ListEventsDto } from './events.dto.js';
import { EventQueries } from './event.queries.js';

const DEFAULT_PAGE = 100;

@ApiTags('events')
@ApiBearerAuth('bearer')
@Controller('events')
export class EventsController {
  constructor(private readonly events: EventQueries) {}

  @Roles('admin')
  @Scopes('events:read')
  @Get()
  @ApiOperation({
    operationId: 'listEvents',
    summary: 'What happened, from a place on',
    description:
      'Every event once, oldest first. Keep `nextCursor` and ask again with it: an event never appears behind a cursor that ' +
      'was given, however long its transaction took. It is what webhooks tell, for whoever missed them or prefers to ask.',
  })
  @ApiQuery({
    name: 'types',
    required: false,
    description:
      'Comma separated: types (`order.shipped`), subjects with all their types (`order.*`), or `*`. Absent: all.',
    schema: { type: 'string', example: 'order.*,payment.succeeded' },
  })
  @ApiOkResponse({ type: EventListDto })
  @ApiProblems('validation_failed', 'unauthorized', 'forbidden')
  list(@Query() { after, types, limit = DEFAULT_PAGE }: ListEventsDto): Promise<EventListDto> {
    return this.events.list({ after, types, limit });
  }
}
