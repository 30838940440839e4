/**
 * How a page of an ordinary browser speaks to its host, as text: a function of `TagConstants`. Calls go over a web socket
 * and are acknowledged; those that are not when the document goes are posted by a request that outlives it. ES2017, and
 * never a throw.
 */
export const tagSource = String.raw`function (constants) {
  'use strict';
  const { socketUrl, callUrl, token, transport, deliver } = constants;
  // The Mobile Plans window has a transport of its own.
  if (window[transport]) return;
  const warn = (text) => {
    if (window.console) console.warn('esimlab: ' + text);
  };
  const drawn = new Uint32Array(2);
  crypto.getRandomValues(drawn);
  const page = { document: drawn[0].toString(36) + drawn[1].toString(36), top: window === window.top };
  let socket;
  let number = 0;
  let waiting = [];
  let tries = 0;

  const say = (message) => {
    if (socket && socket.readyState === 1) socket.send(JSON.stringify(message));
  };

  const callBack = ({ name, argument }) => {
    try {
      return window[deliver] ? window[deliver](name, argument) : 'missing';
    } catch (error) {
      return 'threw';
    }
  };

  const hear = (message) => {
    if (message.taken !== undefined) waiting = waiting.filter((each) => each.number > message.taken);
    if (message.deliver !== undefined) say({ delivered: message.deliver, outcome: callBack(message) });
    if (message.ended !== undefined) warn('the launch has ended (' + message.ended + '); load the page again for another');
  };

  const connect = () => {
    try {
      socket = new WebSocket(socketUrl);
    } catch (error) {
      warn('no connection to the lab: ' + error);
      return;
    }
    socket.onopen = () => {
      tries = 0;
      say(Object.assign({ href: location.href }, page));
      waiting.forEach(say);
    };
    socket.onmessage = (event) => {
      hear(JSON.parse(event.data));
    };
    socket.onclose = () => {
      tries += 1;
      if (tries > 5) warn('the lab does not answer; is it running?');
      else setTimeout(connect, 200 * tries);
    };
  };

  Object.defineProperty(window, transport, {
    value: (text) => {
      number += 1;
      const call = { number, text: String(text) };
      waiting.push(call);
      say(call);
    },
  });

  addEventListener('pagehide', () => {
    if (waiting.length === 0) return;
    const left = Object.assign({ token, href: location.href, calls: waiting }, page);
    fetch(callUrl, { method: 'POST', keepalive: true, body: JSON.stringify(left) }).catch(() => undefined);
  });

  connect();
}`;

/** What the tag is told. */
export interface TagConstants {
  readonly socketUrl: string;
  readonly callUrl: string;
  /** Good for the bridge of a device, and nothing else. */
  readonly token: string;
  readonly transport: string;
  readonly deliver: string;
}

/** The tag as a script of its own. */
export function tagScript(constants: TagConstants): string {
  return `(${tagSource})(${JSON.stringify(constants).replace(/</g, '\\u003c')});\n`;
}
