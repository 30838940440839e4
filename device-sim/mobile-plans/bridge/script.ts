import { enumerations } from '../enumerations.ts';
import { metaDataAliases, metaDataMembers } from '../purchase-meta-data.ts';
import type { BridgeConstants } from './contract.ts';
import { bridgeFunctions, deliverName, describeLimits, scriptProperties, transportName } from './contract.ts';
import { scriptSource } from './script-source.ts';

/** What differs from launch to launch. */
export interface ScriptOfLaunch {
  /** `location.host` of the documents that get the bridge. */
  readonly hosts: readonly string[];
  readonly protocol: 'https:' | 'http:';
  /** What its operation Ids begin with. */
  readonly block: string;
}

/** The bridge script of a launch: one expression statement, which may stand in a script element as it is. */
export function bridgeScript(launch: ScriptOfLaunch): string {
  const constants: BridgeConstants = {
    ...launch,
    transport: transportName,
    deliver: deliverName,
    enumerations,
    functions: bridgeFunctions,
    withScripts: [
      'MobilePlansInlineOperations',
      'MobilePlansInlineProfile',
      'MobilePlansInlineProfileDownload',
    ],
    scriptProperties,
    members: metaDataMembers,
    aliases: metaDataAliases,
    callbackMembers: ['activationResult', 'networkRegistrationState', 'iccid'],
    limits: describeLimits,
  };
  return `(${scriptSource})(${literal(constants)});\n`;
}

/**
 * What a hosting evaluates in the top document to deliver a callback. Its value is `delivered`, `missing` or `threw`;
 * a document without the bridge is `missing`.
 */
export function deliveryExpression(functionName: string, argument: string): string {
  const deliver = `window[${literal(deliverName)}]`;
  return `(${deliver} ? ${deliver}(${literal(functionName)}, ${literal(argument)}) : 'missing')`;
}

/** JSON that is JavaScript as well, and holds no end of a script element. */
function literal(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}
