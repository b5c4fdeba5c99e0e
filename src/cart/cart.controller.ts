import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../shared/actor.js';
import { UnitOfWork } from '../shared/database/unit-of-work.js';
import { ApiBodyProblems } from '../shared/http/api-body-problems.js';
import { ApiIdempotent } from '../shared/http/api-idempotent.js';
import { ApiProblems } from '../shared/http/api-problems.js';
import { CurrentActor, RequestClaim } from '../shared/http/request.js';
import type { Claim } from '../shared/idempotency.js';
import { AddToCart } from './add-to-cart.use-case.js';
import { AddItemDto, CartDto, SetQuantityDto } from './cart.dto.js';
import { CartQueries } from './cart.queries.js';
import { EmptyCart } from './empty-cart.use-case.js';
import { RemoveFromCart } from './remove-from-cart.use-case.js';
import { SetQuantity } from './set-quantity.use-case.js';

type Caller = Actor & { readonly id: string };

@ApiTags('cart')
@ApiBearerAuth('bearer')
@Controller('cart')
export class CartController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly carts: CartQueries,
    private readonly addToCart: AddToCart,
    private readonly setQuantity: SetQuantity,
    private readonly removeFromCart: RemoveFromCart,
    private readonly emptyCart: EmptyCart,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Look into the cart', description: 'At the prices and the stock of this moment.' })
  @ApiOkResponse({ type: CartDto })
  @ApiProblems('unauthorized')
  getCart(@CurrentActor() { id }: Caller): Promise<CartDto> {
    return this.carts.readCart(this.uow.db, id);
  }

  @Post('items')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Add a product',
    description: 'Adds to what is there. Not safe to repeat without an Idempotency-Key.',
  })
  @ApiOkResponse({ type: CartDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems('unauthorized', 'product_not_found')
  addItem(
    @CurrentActor() { id }: Caller,
    @Body() { productId, quantity }: AddItemDto,
    @RequestClaim() claim?: Claim,
  ): Promise<CartDto> {
    return this.addToCart.run({ customerId: id, claim, productId, quantity });
  }

  @Patch('items/:productId')
  @ApiOperation({ summary: 'Set the quantity of a product', description: '0 removes it.' })
  @ApiParam({ name: 'productId', example: 'prod_mug' })
  @ApiOkResponse({ type: CartDto })
  @ApiIdempotent()
  @ApiBodyProblems()
  @ApiProblems('unauthorized', 'product_not_found')
  setItemQuantity(
    @CurrentActor() { id }: Caller,
    @Param('productId') productId: string,
    @Body() { quantity }: SetQuantityDto,
    @RequestClaim() claim?: Claim,
  ): Promise<CartDto> {
    return this.setQuantity.run({ customerId: id, claim, productId, quantity });
  }

  @Delete('items/:productId')
  @ApiOperation({ summary: 'Take a product out' })
  @ApiParam({ name: 'productId', example: 'prod_mug' })
  @ApiOkResponse({ type: CartDto })
  @ApiIdempotent()
  @ApiProblems('unauthorized')
  removeItem(
    @CurrentActor() { id }: Caller,
    @Param('productId') productId: string,
    @RequestClaim() claim?: Claim,
  ): Promise<CartDto> {
    return this.removeFromCart.run({ customerId: id, claim, productId });
  }

  @Delete()
  @ApiOperation({ summary: 'Empty the cart' })
  @ApiOkResponse({ type: CartDto })
  @ApiIdempotent()
  @ApiProblems('unauthorized')
  clearCart(@CurrentActor() { id }: Caller, @RequestClaim() claim?: Claim): Promise<CartDto> {
    return this.emptyCart.run({ customerId: id, claim });
  }
}
