import { join } from 'node:path';
import { ComponentLoader } from 'adminjs';

/** What the browser runs of ours; the build makes one bundle of it. */
export const componentLoader = new ComponentLoader();

const component = (name: string, file: string): string =>
  componentLoader.add(name, join(import.meta.dirname, 'components', file));

export const COMPONENTS = {
  actionDialog: component('ActionDialog', 'action-dialog.tsx'),
  dashboard: component('Home', 'home.tsx'),
  value: component('Value', 'value.tsx'),
  orderPage: component('OrderPage', 'order-page.tsx'),
} as const;

/** In the middle of the bar above every page stands a version number of AdminJS's, where nobody needs one. */
componentLoader.override('Version', join(import.meta.dirname, 'components', 'search-box.tsx'));
