import type { NewProduct } from '../catalogue/index.js';

/** So few left, and somebody orders more. */
const LOW_AT = 5;

/** A small home and kitchen shop. Prices are in minor units of the shop's currency. */
export const DEMO_CATALOGUE: readonly NewProduct[] = [
  product('prod_mug', 'Stoneware mug', 1_800, 120, 'Hand-glazed stoneware, 350 ml. Safe in the dishwasher.'),
  product(
    'prod_kettle',
    'Gooseneck kettle',
    5_999,
    40,
    'Brushed steel, 1 l, with a spout that pours where you aim.',
  ),
  product(
    'prod_coffee_dripper',
    'Ceramic coffee dripper',
    2_450,
    65,
    'For one to four cups, with a set of 40 filters.',
  ),
  product(
    'prod_coffee_grinder',
    'Hand coffee grinder',
    8_900,
    18,
    'Steel burrs, 24 settings, from espresso to French press.',
  ),
  product('prod_french_press', 'French press', 3_495, 32, 'Double-walled steel, keeps 1 l hot for an hour.'),
  product(
    'prod_espresso_cups',
    'Espresso cups, set of 4',
    2_900,
    54,
    'Porcelain, 80 ml, thick enough to stay warm.',
  ),
  product('prod_teapot', 'Cast-iron teapot', 6_450, 14, 'Enamelled inside, 0.8 l, with a steel strainer.'),
  product('prod_water_glasses', 'Water glasses, set of 6', 2_400, 90, 'Tempered glass, 300 ml, stackable.'),
  product(
    'prod_wine_glasses',
    'Wine glasses, set of 2',
    3_200,
    46,
    'Thin-walled crystal glass without lead, 450 ml.',
  ),
  product(
    'prod_carafe',
    'Carafe with cork',
    2_750,
    38,
    'Mouth-blown glass, 1.2 l, fits into the door of a fridge.',
  ),
  product('prod_dinner_plate', 'Dinner plate', 1_650, 200, 'Stoneware, 27 cm, matches the mug.'),
  product('prod_pasta_bowl', 'Pasta bowl', 1_590, 160, 'Stoneware, 22 cm, deep enough for soup.'),
  product('prod_chef_knife', "Chef's knife", 11_900, 22, 'Forged carbon steel, 20 cm blade, walnut handle.'),
  product('prod_paring_knife', 'Paring knife', 3_450, 48, 'Forged carbon steel, 9 cm blade, walnut handle.'),
  product(
    'prod_cutting_board',
    'Oak cutting board',
    4_800,
    35,
    'End grain, 40 × 30 cm, oiled, with a juice groove.',
  ),
  product(
    'prod_frying_pan',
    'Carbon steel frying pan',
    5_450,
    27,
    '26 cm, seasoned, for every stove including induction.',
  ),
  product('prod_saucepan', 'Saucepan with lid', 6_990, 24, 'Five layers of steel and aluminium, 2 l.'),
  product(
    'prod_dutch_oven',
    'Dutch oven',
    18_900,
    9,
    'Enamelled cast iron, 4.5 l, from the stove into the oven.',
  ),
  product(
    'prod_mixing_bowls',
    'Mixing bowls, set of 3',
    3_600,
    41,
    'Steel with lids, 1.5 l, 3 l and 5 l, nested.',
  ),
  product('prod_kitchen_scale', 'Kitchen scale', 2_990, 57, 'Weighs 1 g to 5 kg, charges by USB-C.'),
  product('prod_pepper_mill', 'Pepper mill', 3_950, 33, 'Beech, ceramic grinder, 18 cm.'),
  product('prod_olive_wood_spoon', 'Olive wood spoon', 950, 140, 'Carved from one piece, 30 cm.'),
  product(
    'prod_linen_towels',
    'Linen tea towels, set of 2',
    2_200,
    75,
    'Washed linen, 50 × 70 cm, dries without lint.',
  ),
  product('prod_apron', 'Canvas apron', 3_800, 29, 'Heavy cotton with two pockets and a cross back.'),
  product('prod_oven_mitts', 'Oven mitts, pair', 1_950, 62, 'Quilted cotton, safe up to 250 °C.'),
  product(
    'prod_storage_jars',
    'Storage jars, set of 3',
    2_650,
    70,
    'Glass with bamboo lids that seal: 0.5 l, 1 l and 1.5 l.',
  ),
  {
    ...product('prod_bread_box', 'Bread box', 5_200, 16, 'Powder-coated steel, its lid is a cutting board.'),
    backorderable: true,
  },
  product('prod_throw', 'Wool throw', 7_900, 12, 'New wool, 130 × 180 cm, woven in a herringbone.'),
  product('prod_table_lamp', 'Table lamp', 9_450, 3, 'Dimmable, paper shade on a turned ash foot.'),
  product(
    'prod_last_one',
    'Salt-glazed vase',
    12_500,
    1,
    'Thrown by hand: a single piece, and there will be no other.',
  ),
  product(
    'prod_sold_out',
    'Beeswax candles, set of 4',
    1_850,
    0,
    'Dipped by hand, 25 cm, eight hours each. Back in spring.',
  ),
];

function product(
  id: string,
  name: string,
  priceMinor: number,
  onHand: number,
  description: string,
): NewProduct {
  return { id, name, description, priceMinor, onHand, lowAt: LOW_AT };
}
