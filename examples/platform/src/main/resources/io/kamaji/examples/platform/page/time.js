/** Times that tick: "since 14 s", "for 59 min". */
import {h} from './dom.js';
import {now} from './api.js';

const UNITS = [[86400, 'd', 2], [3600, 'h', 2], [60, 'min', 2], [1, 's', 0]]; // seconds, sign, from how many on

/** "119 s", "2 min", "47 h", "2 d". */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [unit, sign] = UNITS.find(([size, , from]) => seconds >= size * from);
  return `${Math.floor(seconds / unit)} ${sign}`;
}

const local = instant => new Date(instant).toLocaleString([], {dateStyle: 'medium', timeStyle: 'medium'});

/** A point in time, by the clock. */
export function at(instant) {
  return instant && h('time', {datetime: instant}, local(instant));
}

/** How long it has been. */
export function since(instant) {
  return instant && ticking('since', instant);
}

/** How long it still is. */
export function until(instant) {
  return instant && ticking('for', instant);
}

function ticking(word, instant) {
  const time = h('time', {datetime: instant, 'data-word': word, title: local(instant)});
  tick(time);
  return time;
}

function tick(time) {
  const {word} = time.dataset;
  const left = (now() - Date.parse(time.dateTime)) * (word === 'for' ? -1 : 1);
  const text = word === 'for' && left <= 0 ? 'expired' : `${word} ${duration(left)}`;
  if (time.textContent !== text) time.textContent = text;
}

setInterval(() => document.querySelectorAll('time[data-word]').forEach(tick), 1000);
