import { MikroOrmModule } from '@mikro-orm/nestjs';
import { Module } from '@nestjs/common';
import { ChangeStock } from './change-stock.js';
import { CorrectStock } from './correct-stock.use-case.js';
import { Product } from './domain/product.entity.js';
import { NoticeLowStock } from './low-stock.sweep.js';
import { ProductQueries } from './product.queries.js';
import { ProductsController } from './products.controller.js';
import { ReceiveStock } from './receive-stock.use-case.js';
import { SetLowStockNotice } from './set-low-stock-notice.use-case.js';
import { StockController } from './stock.controller.js';
import { StockQueries } from './stock.queries.js';
import { WriteOffStock } from './write-off-stock.use-case.js';

/** For processes that open the ORM without Nest. */
export const catalogueEntities = [Product];

const stock = [
  StockQueries,
  ChangeStock,
  ReceiveStock,
  WriteOffStock,
  CorrectStock,
  SetLowStockNotice,
  NoticeLowStock,
];

@Module({
  imports: [MikroOrmModule.forFeature(catalogueEntities)],
  controllers: [ProductsController, StockController],
  providers: [ProductQueries, ...stock],
})
export class CatalogueModule {}
