import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/index.js';
import type { Actor } from '../shared/actor.js';
import { ApiBodyProblems } from '../shared/http/api-body-problems.js';
import { ApiIdempotent } from '../shared/http/api-idempotent.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { CurrentActor, RequestClaim } from '../shared/http/request.js';
import type { Claim } from '../shared/idempotency.js';
import { DecideReturn } from './decide-return.use-case.js';
import { ReceiveReturn } from './receive-return.use-case.js';
import { returnView } from './return.view.js';
import { ReceiveReturnDto, RefuseReturnDto, ReturnDto } from './returns.dto.js';

type Caller = Actor & { readonly id: string };

/** The moves of the people who decide about returns and open them. */
@ApiTags('returns')
@ApiBearerAuth('bearer')
@Roles('admin')
@Controller('returns/:returnId')
export class ReturnMovesController {
  constructor(
    private readonly decideReturn: DecideReturn,
    private readonly receiveReturn: ReceiveReturn,
  ) {}

  @Post('approve')
  @HttpCode(200)
  @ApiOperation({ operationId: 'approveReturn', summary: 'The goods may come back' })
  @ApiParam({ name: 'returnId', example: 'ret_01k9yv7d2nf0a8m5c3x1t6q4wz' })
  @ApiOkResponse({ type: ReturnDto })
  @ApiIdempotent()
  @ApiProblems('unauthorized', 'forbidden', 'return_not_found', 'return_not_in_that_state')
  async approve(
    @CurrentActor() actor: Caller,
    @Param('returnId') returnId: string,
    @RequestClaim() claim?: Claim,
  ): Promise<ReturnDto> {
    return returnView(await this.decideReturn.run({ actor, returnId, event: 'approved', claim }));
  }

  @Post('refuse')
  @HttpCode(200)
  @ApiOperation({ operationId: 'refuseReturn', summary: 'The goods stay where they are' })
  @ApiParam({ name: 'returnId', example: 'ret_01k9yv7d2nf0a8m5c3x1t6q4wz' })
  @ApiOkResponse({ type: ReturnDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems('unauthorized', 'forbidden', 'return_not_found', 'return_not_in_that_state')
  async refuse(
    @CurrentActor() actor: Caller,
    @Param('returnId') returnId: string,
    @Body() { reason: note }: RefuseReturnDto,
    @RequestClaim() claim?: Claim,
  ): Promise<ReturnDto> {
    return returnView(await this.decideReturn.run({ actor, returnId, event: 'refused', note, claim }));
  }

  @Post('receive')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'receiveReturn',
    summary: 'The goods have come back',
    description:
      'Units go back into stock or are written off, and are refunded with their shares of tax and shipping where the ' +
      'return carries a refund. One receipt closes the return: what did not come back is not refunded.',
  })
  @ApiParam({ name: 'returnId', example: 'ret_01k9yv7d2nf0a8m5c3x1t6q4wz' })
  @ApiOkResponse({ type: ReturnDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems(
    'unauthorized',
    'forbidden',
    'return_not_found',
    'return_not_in_that_state',
    'payment_outcome_pending',
  )
  async receive(
    @CurrentActor() actor: Caller,
    @Param('returnId') returnId: string,
    @Body() { items }: ReceiveReturnDto,
    @RequestClaim() claim?: Claim,
  ): Promise<ReturnDto> {
    return returnView(await this.receiveReturn.run({ actor, returnId, items, claim }));
  }
}
