import { join } from 'node:path';
import { ComponentLoader } from 'adminjs';

/** What the browser runs of ours; the build makes one bundle of it. */
export const componentLoader = new ComponentLoader();

const component = (name: string, file: string): string =>
  componentLoader.add(name, join(import.meta.dirname, 'components', file));

export const COMPONENTS = {
  actionDialog: component('ActionDialog', 'action-dialog.tsx'),
  dashboard: component('Home', 'home.tsx'),
  orderPage: component('OrderPage', 'order-page.tsx'),
} as const;
