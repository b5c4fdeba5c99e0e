import { visualOrder } from './visual-order.js';

describe('the words of a line', () => {
  it.each([
    ['Stoneware mug, blue', 'Stoneware mug, blue'],
    ['محمد علي حسن', 'حسن علي محمد'],
    ['شارع التحرير 12', '12 التحرير شارع'],
    ['רחוב הרצל 5 12', '12 5 הרצל רחוב'],
    ['דירה Tel Aviv גדולה', 'גדולה Tel Aviv דירה'],
    ['Mug שלום עולם 3', 'Mug עולם שלום 3'],
    ['7 Main St', '7 Main St'],
  ])('%j stands as %j', (line, onPaper) => {
    expect(visualOrder(line.split(' ')).join(' ')).toBe(onPaper);
  });
});
