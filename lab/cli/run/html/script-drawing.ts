/** Draws a sequence: `draw(sequence)` gives its element. Nothing of a message is ever read as HTML. */
export const drawing = `
  const element = (name, className, ...inside) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...inside.filter((each) => each !== undefined));
    return made;
  };

  const spanWords = (ms) => {
    const units = [['d', 86400000], ['h', 3600000], ['m', 60000], ['s', 1000]];
    const words = [];
    let rest = ms;
    for (const [unit, size] of units) {
      const count = unit === 's' && ms < 60000 ? Math.round(rest / 100) / 10 : Math.floor(rest / size);
      if (count > 0) words.push(count + unit);
      rest -= Math.floor(count) * size;
    }
    return words.join(' ') || '0s';
  };

  function draw({ parties, rows, left }) {
    const places = new Map(parties.map(({ id }, place) => [id, place]));
    const box = element('div', 'seq');
    box.style.setProperty('--n', parties.length);
    box.append(element('div', 'parties', element('span'), element('div', '', ...parties.map(({ name, says }) => element('span', '', name, element('small', '', says))))));
    let at = 0;
    let shownAt;
    for (const row of rows) {
      if (row.at - at >= 1000) box.append(element('div', 'pass', element('b', '', spanWords(row.at - at) + ' later')));
      at = row.at;
      if (row.kind === 'step') box.append(drawStep(row));
      else {
        const time = row.at === shownAt || row.small ? '' : '+' + spanWords(row.at);
        if (!row.small) shownAt = row.at;
        box.append(row.kind === 'note' ? drawNote(row, places, time) : drawMessage(row, places, time));
      }
    }
    if (left > 0) box.append(element('div', 'pass', element('b', '', left + ' more are not shown')));
    return box;
  }

  const track = (count) => {
    const made = element('div', 'track');
    for (let place = 0; place < count; place += 1) {
      const life = element('i', 'life');
      life.style.setProperty('--i', place);
      made.append(life);
    }
    return made;
  };

  function drawStep({ line, text }) {
    return element('div', 'step', element('a', '', 'line ' + line), element('pre', '', text));
  }

  function drawNote({ party, text, tone }, places, time) {
    const place = places.get(party) ?? 0;
    const bubble = element('b', '', text);
    bubble.title = text;
    const lane = track(places.size);
    lane.append(bubble);
    bubble.style.setProperty('--i', place);
    const edge = place === 0 ? ' first' : place === places.size - 1 ? ' last' : '';
    return element('div', 'note' + edge + (tone ? ' ' + tone : ''), element('span', 'clock', time), lane);
  }

  function drawMessage(row, places, time) {
    const [from, to] = [places.get(row.from) ?? 0, places.get(row.to) ?? 0];
    const arrow = element('span', ['arrow', to >= from ? 'right' : 'left', row.answer ? 'answer' : '', row.tone ?? ''].join(' '), element('b', '', row.title, row.times ? element('small', '', ' \\u00d7' + row.times) : undefined));
    arrow.style.setProperty('--a', Math.min(from, to));
    arrow.style.setProperty('--b', Math.max(from, to));
    const lane = track(places.size);
    lane.append(arrow);
    const summary = element('summary', '', element('span', 'clock', time), lane);
    summary.title = row.title + ', ' + row.octets + ' octets';
    const details = element('details', 'row' + (row.small ? ' small' : ''), summary);
    details.addEventListener('toggle', () => {
      if (details.open && details.childElementCount === 1) details.append(element('div', 'lane', element('div', 'said', ...said(row))));
    });
    return details;
  }

  function said({ from, to, octets, hex, decoded, tone }) {
    const head = element('h4', '', from + ' \\u2192 ' + to, element('small', '', octets + ' octets' + (tone === 'lost' ? ', and did not arrive' : '')));
    return [head, ...(decoded ? parts(decoded) : []), hex ? element('pre', '', hex.replace(/(.{2})/g, '$1 ').trim()) : undefined];
  }

  function parts({ title, section, facts, tree, findings, parts: inner, text }) {
    return [
      element('h4', '', title, section ? element('small', '', section) : undefined),
      facts ? element('dl', '', ...facts.flatMap(([name, value]) => [element('dt', '', name), element('dd', '', value)])) : undefined,
      tree ? list(tree) : undefined,
      ...(findings ?? []).map((what) => element('p', 'finding', what)),
      ...(inner ?? []).map((part) => element('div', 'part', ...parts(part))),
      text ? element('pre', '', text) : undefined,
    ];
  }

  function list(nodes) {
    return element('ul', '', ...nodes.map(({ t, n, v, m, c }) =>
      element('li', '', t ? element('i', '', t) : undefined, n ? element('b', '', n) : undefined, v ?? undefined, m ? element('em', '', m) : undefined, c ? list(c) : undefined)));
  }
`;
