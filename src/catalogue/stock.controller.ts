import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/index.js';
import type { Actor } from '../shared/actor.js';
import { ApiBodyProblems } from '../shared/http/api-body-problems.js';
import { ApiIdempotent } from '../shared/http/api-idempotent.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { CurrentActor, RequestClaim } from '../shared/http/request.js';
import type { Claim } from '../shared/idempotency.js';
import { DomainError } from '../shared/problem.js';
import { CorrectStock } from './correct-stock.use-case.js';
import { ReceiveStock } from './receive-stock.use-case.js';
import { SetLowStockNotice } from './set-low-stock-notice.use-case.js';
import {
  CorrectStockDto,
  ListMovementsDto,
  ListStockDto,
  LowStockNoticeDto,
  ReceiveStockDto,
  StockLevelDto,
  StockListDto,
  StockMovementListDto,
  WriteOffStockDto,
} from './stock.dto.js';
import { StockQueries } from './stock.queries.js';
import { WriteOffStock } from './write-off-stock.use-case.js';

type Caller = Actor & { readonly id: string };

/** The stock of those who keep it. Orders move it by themselves. */
@ApiTags('stock')
@ApiBearerAuth('bearer')
@Roles('admin')
@Controller('stock')
export class StockController {
  constructor(
    private readonly stock: StockQueries,
    private readonly receiveStock: ReceiveStock,
    private readonly correctStock: CorrectStock,
    private readonly writeOffStock: WriteOffStock,
    private readonly setLowStockNotice: SetLowStockNotice,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listStock', summary: 'What there is of every product' })
  @ApiOkResponse({ type: StockListDto })
  @ApiProblems('validation_failed', 'unauthorized', 'forbidden')
  list(@Query() query: ListStockDto): Promise<StockListDto> {
    return this.stock.list(query);
  }

  @Get(':productId')
  @ApiOperation({ operationId: 'getStock', summary: 'What there is of one product' })
  @ApiParam({ name: 'productId', example: 'prod_mug' })
  @ApiOkResponse({ type: StockLevelDto })
  @ApiProblems('unauthorized', 'forbidden', 'product_not_found')
  get(@Param('productId') productId: string): Promise<StockLevelDto> {
    return this.stock.get(productId);
  }

  @Get(':productId/movements')
  @ApiOperation({ operationId: 'listStockMovements', summary: 'Every unit that came or went, newest first' })
  @ApiParam({ name: 'productId', example: 'prod_mug' })
  @ApiOkResponse({ type: StockMovementListDto })
  @ApiProblems('validation_failed', 'unauthorized', 'forbidden', 'product_not_found')
  movements(
    @Param('productId') productId: string,
    @Query() query: ListMovementsDto,
  ): Promise<StockMovementListDto> {
    return this.stock.movements(productId, query);
  }

  @Post(':productId/receive')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'receiveStock',
    summary: 'Units have come in',
    description:
      'Sent twice it counts twice: it needs an Idempotency-Key. Paid orders that are owed units are given them, the oldest first.',
  })
  @ApiParam({ name: 'productId', example: 'prod_mug' })
  @ApiOkResponse({ type: StockLevelDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems('unauthorized', 'forbidden', 'product_not_found', 'idempotency_key_required')
  async receive(
    @CurrentActor() actor: Caller,
    @Param('productId') productId: string,
    @Body() body: ReceiveStockDto,
    @RequestClaim() claim?: Claim,
  ): Promise<StockLevelDto> {
    if (!claim) throw new DomainError('idempotency_key_required');
    await this.receiveStock.run({ actor, productId, ...body, claim });
    return this.stock.get(productId);
  }

  @Post(':productId/write-off')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'writeOffStock',
    summary: 'Units are broken, lost or spoilt',
    description: 'Needs an Idempotency-Key, as receiving does.',
  })
  @ApiParam({ name: 'productId', example: 'prod_mug' })
  @ApiOkResponse({ type: StockLevelDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems('unauthorized', 'forbidden', 'product_not_found', 'stock_is_held', 'idempotency_key_required')
  async writeOff(
    @CurrentActor() actor: Caller,
    @Param('productId') productId: string,
    @Body() body: WriteOffStockDto,
    @RequestClaim() claim?: Claim,
  ): Promise<StockLevelDto> {
    if (!claim) throw new DomainError('idempotency_key_required');
    await this.writeOffStock.run({ actor, productId, ...body, claim });
    return this.stock.get(productId);
  }

  @Post(':productId/correct')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'correctStock',
    summary: 'Somebody has counted',
    description: 'On hand becomes what was counted; the difference is a movement of its own.',
  })
  @ApiParam({ name: 'productId', example: 'prod_mug' })
  @ApiOkResponse({ type: StockLevelDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems('unauthorized', 'forbidden', 'product_not_found', 'stock_is_held')
  async correct(
    @CurrentActor() actor: Caller,
    @Param('productId') productId: string,
    @Body() body: CorrectStockDto,
    @RequestClaim() claim?: Claim,
  ): Promise<StockLevelDto> {
    await this.correctStock.run({ actor, productId, ...body, claim });
    return this.stock.get(productId);
  }

  @Put(':productId/low-notice')
  @ApiOperation({ operationId: 'setLowStockNotice', summary: 'When to tell that few are left' })
  @ApiParam({ name: 'productId', example: 'prod_mug' })
  @ApiOkResponse({ type: StockLevelDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems('unauthorized', 'forbidden', 'product_not_found')
  async setLowNotice(
    @CurrentActor() actor: Caller,
    @Param('productId') productId: string,
    @Body() { lowAt }: LowStockNoticeDto,
    @RequestClaim() claim?: Claim,
  ): Promise<StockLevelDto> {
    await this.setLowStockNotice.run({ actor, productId, lowAt, claim });
    return this.stock.get(productId);
  }
}
