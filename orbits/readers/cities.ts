import type { GroundSite } from "../ground-site.js";
import { DEFAULT_TIER } from "./site-check.js";

/**
 * The 100 most populous urban agglomerations of 2020: name, latitude and longitude in degrees, inhabitants in
 * thousands. Source of coordinates and numbers: United Nations, Department of Economic and Social Affairs,
 * Population Division, World Urbanization Prospects: The 2018 Revision, file 12. Names are the cities' usual
 * English ones in plain letters.
 */
const CITIES: readonly (readonly [
  name: string,
  latitudeDeg: number,
  longitudeDeg: number,
  thousands: number,
])[] = [
  ["Tokyo", 35.6895, 139.6917, 37393],
  ["Delhi", 28.6667, 77.2167, 30291],
  ["Shanghai", 31.2222, 121.4581, 27058],
  ["Sao Paulo", -23.5475, -46.6361, 22043],
  ["Mexico City", 19.4273, -99.1419, 21782],
  ["Dhaka", 23.7104, 90.4074, 21006],
  ["Cairo", 30.0392, 31.2394, 20901],
  ["Beijing", 39.9075, 116.3972, 20463],
  ["Mumbai", 19.074, 72.8808, 20411],
  ["Osaka", 34.6758, 135.5538, 19165],
  ["New York", 40.717, -74.0037, 18804],
  ["Karachi", 24.9056, 67.0822, 16094],
  ["Chongqing", 29.5628, 106.5528, 15872],
  ["Istanbul", 41.0138, 28.9497, 15190],
  ["Buenos Aires", -34.6051, -58.4004, 15154],
  ["Kolkata", 22.5335, 88.356, 14850],
  ["Lagos", 6.4531, 3.3958, 14368],
  ["Kinshasa", -4.3276, 15.3136, 14342],
  ["Manila", 14.6042, 120.9822, 13923],
  ["Tianjin", 39.1088, 117.1886, 13589],
  ["Rio de Janeiro", -22.9028, -43.2075, 13458],
  ["Guangzhou", 23.1255, 113.2574, 13302],
  ["Lahore", 31.5497, 74.3436, 12642],
  ["Moscow", 55.755, 37.6218, 12538],
  ["Los Angeles", 34.0317, -118.2417, 12447],
  ["Shenzhen", 22.5415, 114.0634, 12357],
  ["Bangalore", 12.9719, 77.5937, 12327],
  ["Paris", 48.8534, 2.3488, 11017],
  ["Bogota", 4.6097, -74.0818, 10978],
  ["Chennai", 13.0531, 80.2488, 10971],
  ["Jakarta", -6.2118, 106.8416, 10770],
  ["Lima", -12.0432, -77.0282, 10719],
  ["Bangkok", 13.722, 100.5252, 10539],
  ["Hyderabad", 17.3753, 78.4744, 10004],
  ["Seoul", 37.5683, 126.9778, 9963],
  ["Nagoya", 35.1815, 136.9064, 9552],
  ["London", 51.5085, -0.1257, 9304],
  ["Chengdu", 30.6667, 104.0667, 9136],
  ["Tehran", 35.6944, 51.4215, 9135],
  ["Chicago", 41.85, -87.6501, 8865],
  ["Nanjing", 32.0482, 118.7898, 8847],
  ["Ho Chi Minh City", 10.75, 106.6667, 8602],
  ["Wuhan", 30.5833, 114.2667, 8365],
  ["Ahmedabad", 23.0333, 72.6167, 8059],
  ["Xian", 34.2894, 108.9402, 8001],
  ["Kuala Lumpur", 3.1412, 101.6865, 7997],
  ["Hangzhou", 30.2937, 120.1614, 7642],
  ["Hong Kong", 22.2796, 114.1887, 7548],
  ["Dongguan", 23.0212, 113.7414, 7408],
  ["Foshan", 23.0228, 113.12, 7327],
  ["Riyadh", 24.6905, 46.7096, 7231],
  ["Shenyang", 41.7922, 123.4328, 7220],
  ["Surat", 21.1667, 72.8333, 7185],
  ["Baghdad", 33.3406, 44.4009, 7144],
  ["Suzhou", 31.3021, 120.5853, 7070],
  ["Santiago", -33.4569, -70.6483, 6767],
  ["Dar es Salaam", -6.8235, 39.2695, 6702],
  ["Pune", 18.5161, 73.8616, 6629],
  ["Madrid", 40.4165, -3.7026, 6618],
  ["Harbin", 45.7563, 126.6467, 6387],
  ["Houston", 29.7602, -95.3694, 6371],
  ["Dallas-Fort Worth", 32.7254, -97.3209, 6301],
  ["Toronto", 43.7001, -79.4163, 6197],
  ["Miami", 25.7891, -80.204, 6122],
  ["Belo Horizonte", -19.9208, -43.9378, 6084],
  ["Singapore", 1.2897, 103.8501, 5935],
  ["Khartoum", 15.5518, 32.5324, 5829],
  ["Atlanta", 33.76, -84.4, 5803],
  ["Johannesburg", -26.2023, 28.0436, 5783],
  ["Philadelphia", 39.9523, -75.1638, 5717],
  ["Qingdao", 36.0986, 120.3719, 5620],
  ["Dalian", 38.9138, 121.6023, 5618],
  ["Barcelona", 41.3888, 2.159, 5586],
  ["Fukuoka", 33.6064, 130.4181, 5529],
  ["Saint Petersburg", 59.9299, 30.3262, 5468],
  ["Jinan", 36.6767, 116.9971, 5360],
  ["Yangon", 16.8053, 96.1561, 5332],
  ["Zhengzhou", 34.7578, 113.6486, 5323],
  ["Washington", 38.8951, -77.0364, 5322],
  ["Alexandria", 31.1925, 29.9046, 5281],
  ["Abidjan", 5.3453, -4.0268, 5203],
  ["Guadalajara", 20.6667, -103.3333, 5179],
  ["Ankara", 39.9199, 32.8543, 5118],
  ["Chittagong", 22.3331, 91.8364, 5020],
  ["Melbourne", -37.814, 144.9633, 4968],
  ["Sydney", -33.8679, 151.2073, 4926],
  ["Monterrey", 25.6667, -100.3167, 4874],
  ["Addis Ababa", 9.025, 38.7469, 4794],
  ["Nairobi", -1.2833, 36.8167, 4735],
  ["Hanoi", 21.0245, 105.8412, 4678],
  ["Brasilia", -15.7797, -47.9297, 4646],
  ["Cape Town", -33.9258, 18.4232, 4618],
  ["Jeddah", 21.5169, 39.2192, 4610],
  ["Changsha", 28.2274, 112.9383, 4578],
  ["Phoenix", 33.4495, -112.0747, 4511],
  ["Kunming", 25.0389, 102.7183, 4443],
  ["Changchun", 43.8825, 125.294, 4426],
  ["New Taipei", 25.0121, 121.4621, 4398],
  ["Urumqi", 43.8253, 87.6038, 4369],
  ["Shantou", 23.3681, 116.7148, 4327],
];

/** How many cities the built-in list has. */
export const CITY_COUNT = CITIES.length;

/**
 * The `count` most populous cities as ground sites of tier `edge` on the ellipsoid, largest first.
 * @throws RangeError for a count that is not an integer from 0 to 100
 */
export function cities(count: number): GroundSite[] {
  if (!Number.isInteger(count) || count < 0 || count > CITY_COUNT) {
    throw new RangeError(`expected a number of cities from 0 to ${CITY_COUNT}, got ${count}`);
  }
  return CITIES.slice(0, count).map(([name, latitudeDeg, longitudeDeg]) => ({
    name,
    latitudeDeg,
    longitudeDeg,
    altitudeKm: 0,
    tier: DEFAULT_TIER,
  }));
}

/** Inhabitants of the cities of `cities`, in the same order. */
export function cityPopulations(count: number): number[] {
  return CITIES.slice(0, count).map(([, , , thousands]) => thousands * 1000);
}
