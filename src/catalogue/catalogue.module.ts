import { MikroOrmModule } from '@mikro-orm/nestjs';
import { Module } from '@nestjs/common';
import { Product, Stock } from './domain/product.entity.js';
import { ProductQueries } from './product.queries.js';
import { ProductsController } from './products.controller.js';

/** For processes that open the ORM without Nest. */
export const catalogueEntities = [Product, Stock];

@Module({
  imports: [MikroOrmModule.forFeature(catalogueEntities)],
  controllers: [ProductsController],
  providers: [ProductQueries],
})
export class CatalogueModule {}
