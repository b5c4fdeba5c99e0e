import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Public } from '../auth/index.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { DomainError, type ProblemCode, problems } from '../shared/problem.js';
import { ProblemKindDto } from './problem-kind.dto.js';

@ApiTags('problems')
@Public()
@Controller('problems')
export class ProblemsController {
  @Get(':code')
  @ApiOperation({
    operationId: 'getProblemKind',
    summary: 'What a problem code means',
    description: 'The address that the `type` of a problem names.',
  })
  @ApiParam({ name: 'code', example: 'cart_empty' })
  @ApiOkResponse({ type: ProblemKindDto })
  @ApiProblems('not_found')
  kind(@Param('code') code: string): ProblemKindDto {
    if (!Object.hasOwn(problems, code)) throw new DomainError('not_found');
    return { code, ...problems[code as ProblemCode] };
  }
}
