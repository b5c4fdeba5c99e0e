import { Module } from '@nestjs/common';
import { AddToCart } from './add-to-cart.use-case.js';
import { CartChange } from './cart-change.js';
import { CartController } from './cart.controller.js';
import { CartQueries } from './cart.queries.js';
import { EmptyCart } from './empty-cart.use-case.js';
import { RemoveFromCart } from './remove-from-cart.use-case.js';
import { SetQuantity } from './set-quantity.use-case.js';

@Module({
  controllers: [CartController],
  providers: [CartQueries, CartChange, AddToCart, SetQuantity, RemoveFromCart, EmptyCart],
  exports: [CartQueries, AddToCart],
})
export class CartModule {}
