import { Body, Controller, Delete, Get, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/index.js';
import type { Actor } from '../shared/actor.js';
import { ApiBodyProblems } from '../shared/http/api-body-problems.js';
import { ApiIdempotent } from '../shared/http/api-idempotent.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { CurrentActor, RequestClaim } from '../shared/http/request.js';
import type { Claim } from '../shared/idempotency.js';
import { RemoveRate } from './remove-rate.use-case.js';
import { SetShippingRate } from './set-shipping-rate.use-case.js';
import { SetTaxRate } from './set-tax-rate.use-case.js';
import {
  RateKeyDto,
  SetShippingRateDto,
  SetTaxRateDto,
  ShippingRateKeyDto,
  TariffsDto,
} from './tariff.dto.js';
import { TariffQueries } from './tariff.queries.js';

type Caller = Actor & { readonly id: string };

/** The tables of taxes and shipping. Every change answers with both, and holds for orders that are made after it. */
@ApiTags('tariffs')
@ApiBearerAuth('bearer')
@Roles('admin')
@Controller('tariffs')
export class TariffsController {
  constructor(
    private readonly tariffs: TariffQueries,
    private readonly setTaxRate: SetTaxRate,
    private readonly setShippingRate: SetShippingRate,
    private readonly removeRate: RemoveRate,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'getTariffs', summary: 'What destinations add to the price' })
  @ApiOkResponse({ type: TariffsDto })
  @ApiProblems('unauthorized', 'forbidden')
  get(): Promise<TariffsDto> {
    return this.tariffs.all();
  }

  @Put('taxes')
  @ApiOperation({
    operationId: 'setTaxRate',
    summary: 'Set the tax of a class of products somewhere',
    description:
      'Of the rates that fit, the most specific holds: country before region before product class.',
  })
  @ApiOkResponse({ type: TariffsDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems('unauthorized', 'forbidden')
  async putTax(
    @CurrentActor() actor: Caller,
    @Body() body: SetTaxRateDto,
    @RequestClaim() claim?: Claim,
  ): Promise<TariffsDto> {
    await this.setTaxRate.run({ ...body, actor, claim });
    return this.tariffs.all();
  }

  @Delete('taxes')
  @ApiOperation({ operationId: 'removeTaxRate', summary: 'Take a tax out' })
  @ApiOkResponse({ type: TariffsDto })
  @ApiIdempotent()
  @ApiProblems('unauthorized', 'forbidden')
  async deleteTax(
    @CurrentActor() actor: Caller,
    @Query() key: RateKeyDto,
    @RequestClaim() claim?: Claim,
  ): Promise<TariffsDto> {
    await this.removeRate.tax({ ...key, actor, claim });
    return this.tariffs.all();
  }

  @Put('shipping')
  @ApiOperation({
    operationId: 'setShippingRate',
    summary: 'Set what shipping costs somewhere, in a currency',
    description:
      'Of the rates that fit, the most specific holds. An order ships once, at the highest price among its classes; ' +
      'where a class has none in its currency, it is not shipped there.',
  })
  @ApiOkResponse({ type: TariffsDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems('unauthorized', 'forbidden')
  async putShipping(
    @CurrentActor() actor: Caller,
    @Body() body: SetShippingRateDto,
    @RequestClaim() claim?: Claim,
  ): Promise<TariffsDto> {
    await this.setShippingRate.run({ ...body, actor, claim });
    return this.tariffs.all();
  }

  @Delete('shipping')
  @ApiOperation({ operationId: 'removeShippingRate', summary: 'Ship somewhere no more at this price' })
  @ApiOkResponse({ type: TariffsDto })
  @ApiIdempotent()
  @ApiProblems('unauthorized', 'forbidden')
  async deleteShipping(
    @CurrentActor() actor: Caller,
    @Query() key: ShippingRateKeyDto,
    @RequestClaim() claim?: Claim,
  ): Promise<TariffsDto> {
    await this.removeRate.shipping({ ...key, actor, claim });
    return this.tariffs.all();
  }
}
