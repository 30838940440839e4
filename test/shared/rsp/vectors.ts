import type { Json } from '#shared/asn1/index';

/** One worked example: octets and the value they stand for, in JSON (octets as hex). */
export interface Vector {
  /** Name of an exported schema of shared/rsp. */
  readonly schema: string;
  readonly source: string;
  readonly der: string;
  readonly value: Json;
  /** Deviations from DER that the example has; it is then decoded only. */
  readonly findings?: readonly string[];
}

/** A TLV for the examples that a digest prints with placeholders: written without the codec under test. */
function tlv(tag: string, ...content: readonly string[]): string {
  const hex = content.join('').replaceAll(' ', '');
  const length = hex.length / 2;
  if (length < 0x80) return `${tag}${byte(length)}${hex}`;
  return length < 0x100
    ? `${tag}81${byte(length)}${hex}`
    : `${tag}82${byte(length >> 8)}${byte(length & 0xff)}${hex}`;
}
const byte = (value: number): string => value.toString(16).toUpperCase().padStart(2, '0');
const ascii = (text: string): string => [...Buffer.from(text, 'ascii')].map(byte).join('');

const tid = '000102030405060708090A0B0C0D0E0F';
const recordedTid = '0102030405060708090A0B0C0D0E0F10';
const challenge = 'AABBCCDDEEFF00112233445566778899';
const serverChallenge = 'F0E1D2C3B4A5968778695A4B3C2D1E0F';
const address = ascii('smdp.example.com');
const ski = 'F54172BDF98A95D65CBEB88A38A1C11D800A85C3';
const otherSki = 'C0BC70BA36929D43B467FF57570530E57AB8FCD8';
const iccid = '98001032547698103214';
const aid = 'A0000005591010FFFFFFFF8900001100';
const signature = `${'5A'.repeat(32)}${'A5'.repeat(32)}`;
const sig = `5F3740${signature}`;
const certificate = '3003800143';
const otherCertificate = '3003800145';
const hash = '87B0215C5D8F952804B1C92D5F2AE9966568B47CD659519536D862E7A9470D2D';
const otpk =
  '04A61B5852FEDEECD5373D769AF0EDBC94502276D9C6FF1DA3A156FECF31C6629954AEA62862E227AEBAF745C4E1D5F1BCBBA6136400D9F0A63434225FEE2590AE';
const otpkTlv = `5F4941${otpk}`;

const serverSigned1 = `3048 8010${tid} 8110${challenge} 8310${address} 8410${serverChallenge}`.replaceAll(
  ' ',
  '',
);
const ctxParams1 =
  'A027 80074142432D313233 A11C 800421436587 A10A 8003060000 85030F0000 8208214365870921435F'.replaceAll(
    ' ',
    '',
  );
const ctxParams1Json = {
  matchingId: 'ABC-123',
  deviceInfo: {
    tac: '21436587',
    deviceCapabilities: { gsmSupportedRelease: '060000', eutranEpcSupportedRelease: '0F0000' },
    imei: '214365870921435F',
  },
} as const;
const euiccInfo2 = tlv(
  'BF22',
  '8103020100 8203020200 8303040400 840F81010082040007EA328304000016E0 8504067F36C0 8603090200 8703020300 88020490',
  tlv('A9', `0414${otherSki}0414${ski}`),
  tlv('AA', `0414${otherSki}0414${ski}`),
  '99020780 0403000001',
  tlv('0C', ascii('G&DAccreditationNbr')),
  tlv(
    'AC',
    tlv('80', ascii('1.2.840.1234567/myPlatformLabel')),
    tlv('81', ascii('https://mycompany.com/myDLOARegistrar')),
  ),
);
const euiccSigned1 = tlv(
  '30',
  `8010${tid}`,
  `8310${address}`,
  `8410${serverChallenge}`,
  euiccInfo2,
  ctxParams1,
);
const smdpSigned2 = `3015 8010${tid} 010100`.replaceAll(' ', '');
const euiccSigned2 = tlv('30', `8010${tid}`, otpkTlv);
const notification = `BF2F25 800101 81020780 0C10${address} 5A0A${iccid}`.replaceAll(' ', '');
const notificationJson = {
  seqNumber: 1,
  profileManagementOperation: ['notificationInstall'],
  notificationAddress: 'smdp.example.com',
  iccid,
};
const pirSuccess =
  `BF2760 8010${tid} ${notification} 060388370A A21F A01D 4F10${aid} 0409 3007A0053003800100`.replaceAll(
    ' ',
    '',
  );
const pirError = `BF2749 8010${tid} ${notification} 060388370A A208 A106 800102 810109`.replaceAll(' ', '');
const cancelSigned = `301A 8010${tid} 810388370A 820100`.replaceAll(' ', '');
const otherNotification = tlv('30', notification, sig, certificate, otherCertificate);
const profileInfo = `E344 5A0A${iccid} 4F10${aid} 9F700101 9004576F726B 910441434D45 9206506C616E2041 950102 B705800300F110 99020640`;
const profileInfoJson = {
  iccid,
  isdpAid: aid,
  profileState: 1,
  profileNickname: 'Work',
  serviceProviderName: 'ACME',
  profileName: 'Plan A',
  profileClass: 2,
  profileOwner: { mccMnc: '00F110' },
  profilePolicyRules: ['ppr1'],
};
const rat = '3015 80020560 A10B 3009 8003EEEEEE 8100 8200 82020780';
const ratJson = {
  pprIds: ['ppr1', 'ppr2'],
  allowedOperators: [{ mccMnc: 'EEEEEE', gid1: '', gid2: '' }],
  pprFlags: ['consentRequired'],
};

const es9plus: readonly Vector[] = [
  { schema: 'TransactionId', source: 'es9plus.md §2.3', der: `0410${recordedTid}`, value: recordedTid },
  { schema: 'SubjectKeyIdentifier', source: 'es9plus.md §2.1', der: `0414${ski}`, value: ski },
  { schema: 'Signature', source: 'es9plus.md §2.1', der: sig, value: signature },
  { schema: 'OneTimePublicKey', source: 'bpp.md §5, otPK.EUICC', der: otpkTlv, value: otpk },
  { schema: 'CertificateTlv', source: 'es9plus.md §2.1, any SEQUENCE', der: certificate, value: certificate },
  {
    schema: 'ServerSigned1',
    source: 'es9plus.md §2.1 and rsp-session/initiate-response.der',
    der: serverSigned1,
    value: {
      transactionId: tid,
      euiccChallenge: challenge,
      serverAddress: 'smdp.example.com',
      serverChallenge,
    },
  },
  {
    schema: 'SmdpSigned2',
    source: 'es9plus.md §2.2, no Confirmation Code',
    der: smdpSigned2,
    value: { transactionId: tid, ccRequiredFlag: false },
  },
  {
    schema: 'SmdpSigned2',
    source: 'es9plus.md §2.2, Confirmation Code required',
    der: `3015 8010${tid} 0101FF`,
    value: { transactionId: tid, ccRequiredFlag: true },
  },
  {
    schema: 'SmdpSigned2',
    source: 'es9plus.md §2.2, with bppEuiccOtpk',
    der: `3059 8010${tid} 010100 ${otpkTlv}`,
    value: { transactionId: tid, ccRequiredFlag: false, bppEuiccOtpk: otpk },
  },
  {
    schema: 'EuiccCancelSessionSigned',
    source: 'es9plus.md §2.5',
    der: cancelSigned,
    value: { transactionId: tid, smdpOid: '2.999.10', reason: 0 },
  },
  {
    schema: 'CancelSessionResponse',
    source: 'es9plus.md §2.5',
    der: tlv('BF41', tlv('A0', cancelSigned, sig)),
    value: {
      cancelSessionResponseOk: {
        euiccCancelSessionSigned: cancelSigned,
        euiccCancelSessionSignature: signature,
      },
    },
  },
  {
    schema: 'CancelSessionResponse',
    source: 'es9plus.md §2.5, error',
    der: 'BF41 03 810105',
    value: { cancelSessionResponseError: 5 },
  },
  {
    schema: 'CancelSessionResponse',
    source: 'es9plus.md §2.5, undefined error',
    der: 'BF41 03 81017F',
    value: { cancelSessionResponseError: 127 },
  },
  {
    schema: 'EuiccSigned2',
    source: 'es9plus.md §2.3',
    der: euiccSigned2,
    value: { transactionId: tid, euiccOtpk: otpk },
  },
  {
    schema: 'EuiccSigned2',
    source: 'es9plus.md §2.3, with hashCc',
    der: tlv('30', `8010${recordedTid}`, otpkTlv, `0420${hash}`),
    value: { transactionId: recordedTid, euiccOtpk: otpk, hashCc: hash },
  },
  {
    schema: 'PrepareDownloadResponseOk',
    source: 'es9plus.md §2.3',
    der: tlv('30', euiccSigned2, sig),
    value: { euiccSigned2, euiccSignature2: signature },
  },
  {
    schema: 'PrepareDownloadResponse',
    source: 'es9plus.md §2.3',
    der: tlv('BF21', tlv('A0', euiccSigned2, sig)),
    value: { downloadResponseOk: { euiccSigned2, euiccSignature2: signature } },
  },
  {
    schema: 'PrepareDownloadResponse',
    source: 'es9plus.md §2.3, error',
    der: `BF2117 A115 8010${tid} 020105`,
    value: { downloadResponseError: { transactionId: tid, downloadErrorCode: 5 } },
  },
  {
    schema: 'AuthenticateServerResponse',
    source: 'es9plus.md §2.2, error',
    der: `BF3817 A115 8010${tid} 020106`,
    value: { authenticateResponseError: { transactionId: tid, authenticateErrorCode: 6 } },
  },
];

const euiccInfo: readonly Vector[] = [
  { schema: 'VersionType', source: 'es10.md §3, ppVersion', der: '0403000001', value: '000001' },
  {
    schema: 'EuiccInfo1',
    source: 'es10.md §3',
    der: `BF2035 8203020202 A9160414${ski} AA160414${ski}`,
    value: { svn: '020202', euiccCiPKIdListForVerification: [ski], euiccCiPKIdListForSigning: [ski] },
  },
  {
    schema: 'EuiccInfo2',
    source: 'es10.md §3, a real card',
    der: euiccInfo2,
    value: {
      profileVersion: '020100',
      svn: '020200',
      euiccFirmwareVer: '040400',
      extCardResource: '81010082040007EA328304000016E0',
      uiccCapability: [
        ...[
          'usimSupport',
          'isimSupport',
          'csimSupport',
          'akaMilenage',
          'akaCave',
          'akaTuak128',
          'akaTuak256',
        ],
        ...[
          'gbaAuthenUsim',
          'gbaAuthenISim',
          'eapClient',
          'javacard',
          'multipleUsimSupport',
          'multipleIsimSupport',
        ],
      ],
      ts102241Version: '090200',
      globalplatformVersion: '020300',
      rspCapability: ['additionalProfile', 'testProfileSupport'],
      euiccCiPKIdListForVerification: [otherSki, ski],
      euiccCiPKIdListForSigning: [otherSki, ski],
      forbiddenProfilePolicyRules: ['pprUpdateControl'],
      ppVersion: '000001',
      sasAcreditationNumber: 'G&DAccreditationNbr',
      certificationDataObject: {
        platformLabel: '1.2.840.1234567/myPlatformLabel',
        discoveryBaseUrl: 'https://mycompany.com/myDLOARegistrar',
      },
    },
  },
  {
    schema: 'EuiccInfo2',
    source: 'rsp-session/auth-server-response.der',
    der: 'BF2225 8103020300 8203020200 8303010000 840100 85020000 88020000 A900 AA00 0403020000 0C00',
    value: {
      profileVersion: '020300',
      svn: '020200',
      euiccFirmwareVer: '010000',
      extCardResource: '00',
      uiccCapability: [],
      rspCapability: [],
      euiccCiPKIdListForVerification: [],
      euiccCiPKIdListForSigning: [],
      ppVersion: '020000',
      sasAcreditationNumber: '',
    },
    findings: ['a BIT STRING has trailing zero bits', 'a BIT STRING has trailing zero bits'],
  },
  {
    schema: 'UiccCapability',
    source: 'es10.md §3',
    der: '0304067F36C0',
    value: [
      ...['usimSupport', 'isimSupport', 'csimSupport', 'akaMilenage', 'akaCave', 'akaTuak128', 'akaTuak256'],
      ...[
        'gbaAuthenUsim',
        'gbaAuthenISim',
        'eapClient',
        'javacard',
        'multipleUsimSupport',
        'multipleIsimSupport',
      ],
    ],
  },
  {
    schema: 'RspCapability',
    source: 'es10.md §3, bits 0, 3 and 4',
    der: '03020398',
    value: ['additionalProfile', 'testProfileSupport', 'deviceInfoExtensibilitySupport'],
  },
  { schema: 'PprIds', source: 'es10.md §5', der: '03020560', value: ['ppr1', 'ppr2'] },
  {
    schema: 'NotificationEvent',
    source: 'es10.md §6, delete',
    der: '03020410',
    value: ['notificationDelete'],
  },
];

const authenticateServer: readonly Vector[] = [
  {
    schema: 'DeviceCapabilities',
    source: 'es10.md §4',
    der: '300A 8003060000 85030F0000',
    value: ctxParams1Json.deviceInfo.deviceCapabilities,
  },
  {
    schema: 'DeviceInfo',
    source: 'es10.md §4',
    der: '301C 800421436587 A10A 8003060000 85030F0000 8208214365870921435F',
    value: ctxParams1Json.deviceInfo,
  },
  {
    schema: 'CtxParamsForCommonAuthentication',
    source: 'es10.md §4, smallest',
    der: '300A A108 800421436587 A100',
    value: { deviceInfo: { tac: '21436587', deviceCapabilities: {} } },
  },
  {
    schema: 'CtxParams1',
    source: 'es10.md §4',
    der: ctxParams1,
    value: { ctxParamsForCommonAuthentication: ctxParams1Json },
  },
  {
    schema: 'CtxParams1',
    source: 'es9plus.md §2.2 step 9b, another context',
    der: 'A100',
    value: { other: 'A100' },
  },
  {
    schema: 'AuthenticateServerRequest',
    source: 'es10.md §4',
    der: tlv('BF38', serverSigned1, sig, `0414${ski}`, certificate, ctxParams1),
    value: {
      serverSigned1,
      serverSignature1: signature,
      euiccCiPKIdToBeUsed: ski,
      serverCertificate: certificate,
      ctxParams1,
    },
  },
  {
    schema: 'EuiccSigned1',
    source: 'es10.md §4',
    der: euiccSigned1,
    value: { transactionId: tid, serverAddress: 'smdp.example.com', serverChallenge, euiccInfo2, ctxParams1 },
  },
  {
    schema: 'AuthenticateResponseOk',
    source: 'es10.md §4',
    der: tlv('30', euiccSigned1, sig, certificate, otherCertificate),
    value: {
      euiccSigned1,
      euiccSignature1: signature,
      euiccCertificate: certificate,
      eumCertificate: otherCertificate,
    },
  },
  {
    schema: 'AuthenticateServerResponse',
    source: 'es10.md §4',
    der: tlv('BF38', tlv('A0', euiccSigned1, sig, certificate, otherCertificate)),
    value: {
      authenticateResponseOk: {
        euiccSigned1,
        euiccSignature1: signature,
        euiccCertificate: certificate,
        eumCertificate: otherCertificate,
      },
    },
  },
  {
    schema: 'PrepareDownloadRequest',
    source: 'es10.md §4',
    der: tlv('BF21', smdpSigned2, sig, `0420${hash}`, certificate),
    value: { smdpSigned2, smdpSignature2: signature, hashCc: hash, smdpCertificate: certificate },
  },
  {
    schema: 'CancelSessionRequest',
    source: 'es10.md §2',
    der: `BF4115 8010${tid} 810103`,
    value: { transactionId: tid, reason: 3 },
  },
];

const boundProfilePackage: readonly Vector[] = [
  {
    schema: 'ControlRefTemplate',
    source: 'bpp.md §5',
    der: '3011 800188 810110 840965756963632D727370',
    value: { keyType: '88', keyLen: '10', hostId: '65756963632D727370' },
  },
  {
    schema: 'InitialiseSecureChannelRequest',
    source: 'bpp.md §5',
    der: `BF2381AF 820101 8010${recordedTid} A611 800188 810110 840965756963632D727370
      5F4941 04515C3D6EB9E396B904D3FECA7F54FDCD0CC1E997BF375DCA515AD0A6C3B4035F4536BE3A50F318FBF9A5475902A221502BEF0D57E08C53B2CC0A56F17D9F9354
      5F3740 F72D0EEDB0AD2D927B79EFE49FFAC4FFD22936AE6A0A61AF231865A731FF9E0799A0F77F8E067ECC846E338F5092F17E04297D701CDFF3C89A66A60F1BF53A08`,
    value: {
      remoteOpId: 1,
      transactionId: recordedTid,
      controlRefTemplate: { keyType: '88', keyLen: '10', hostId: '65756963632D727370' },
      smdpOtpk:
        '04515C3D6EB9E396B904D3FECA7F54FDCD0CC1E997BF375DCA515AD0A6C3B4035F4536BE3A50F318FBF9A5475902A221502BEF0D57E08C53B2CC0A56F17D9F9354',
      smdpSign:
        'F72D0EEDB0AD2D927B79EFE49FFAC4FFD22936AE6A0A61AF231865A731FF9E0799A0F77F8E067ECC846E338F5092F17E04297D701CDFF3C89A66A60F1BF53A08',
    },
  },
  { schema: 'ConfigureIsdpRequest', source: 'bpp.md §1', der: 'BF2400', value: {} },
  {
    schema: 'ConfigureIsdpRequest',
    source: 'bpp.md §1, with dpProprietaryData',
    der: 'BF2407 B805 800388370A',
    value: { dpProprietaryData: { dpOid: '2.999.10' } },
  },
  { schema: 'DpProprietaryData', source: 'bpp.md §1', der: '3005 800388370A', value: { dpOid: '2.999.10' } },
  {
    schema: 'StoreMetadataRequest',
    source: 'bpp.md §1',
    der: `BF2548 5A0A98001032547698103214 910441434D45 9206506C616E2041 950102
      B618 3016 80020470 8110736D64702E6578616D706C652E636F6D B70B 800300F110 8101FF 8201FF 99020520`,
    value: {
      iccid,
      serviceProviderName: 'ACME',
      profileName: 'Plan A',
      profileClass: 2,
      notificationConfigurationInfo: [
        {
          profileManagementOperation: ['notificationEnable', 'notificationDisable', 'notificationDelete'],
          notificationAddress: 'smdp.example.com',
        },
      ],
      profileOwner: { mccMnc: '00F110', gid1: 'FF', gid2: 'FF' },
      profilePolicyRules: ['ppr2'],
    },
  },
  {
    schema: 'StoreMetadataRequest',
    source: 'bpp.md §5',
    der: 'BF252F 5A0A98001032547698103214 910965756963632D727370 921665756963632D72737020746573742070726F66696C65',
    value: { iccid, serviceProviderName: 'euicc-rsp', profileName: 'euicc-rsp test profile' },
  },
  {
    schema: 'NotificationConfigurationInformation',
    source: 'bpp.md §1',
    der: '3016 80020470 8110736D64702E6578616D706C652E636F6D',
    value: {
      profileManagementOperation: ['notificationEnable', 'notificationDisable', 'notificationDelete'],
      notificationAddress: 'smdp.example.com',
    },
  },
  {
    schema: 'OperatorId',
    source: 'bpp.md §1',
    der: '300B 800300F110 8101FF 8201FF',
    value: { mccMnc: '00F110', gid1: 'FF', gid2: 'FF' },
  },
  {
    schema: 'ReplaceSessionKeysRequest',
    source: 'bpp.md §3',
    der: `BF2636 8010000102030405060708090A0B0C0D0E0F 8110010102030405060708090A0B0C0D0E0F
      8210020102030405060708090A0B0C0D0E0F`,
    value: {
      initialMacChainingValue: '000102030405060708090A0B0C0D0E0F',
      ppkEnc: '010102030405060708090A0B0C0D0E0F',
      ppkCmac: '020102030405060708090A0B0C0D0E0F',
    },
  },
  {
    schema: 'ProfileInstallationResultData',
    source: 'bpp.md §7, success',
    der: pirSuccess,
    value: {
      transactionId: tid,
      notificationMetadata: notificationJson,
      smdpOid: '2.999.10',
      finalResult: { successResult: { aid, simaResponse: '3007A0053003800100' } },
    },
  },
  {
    schema: 'ProfileInstallationResultData',
    source: 'bpp.md §7, error',
    der: pirError,
    value: {
      transactionId: tid,
      notificationMetadata: notificationJson,
      smdpOid: '2.999.10',
      finalResult: { errorResult: { bppCommandId: 2, errorReason: 9 } },
    },
  },
  {
    schema: 'ProfileInstallationResult',
    source: 'bpp.md §7, success',
    der: `BF3781A6 ${pirSuccess} ${sig}`,
    value: { profileInstallationResultData: pirSuccess, euiccSignPIR: signature },
  },
  {
    schema: 'ProfileInstallationResult',
    source: 'bpp.md §7, error',
    der: `BF37818F ${pirError} ${sig}`,
    value: { profileInstallationResultData: pirError, euiccSignPIR: signature },
  },
];

const notifications: readonly Vector[] = [
  { schema: 'NotificationMetadata', source: 'es10.md §6', der: notification, value: notificationJson },
  {
    schema: 'NotificationMetadata',
    source: 'es10.md §6, sequence number 128',
    der: 'BF2F0D 80020080 81020410 0C03612E62',
    value: { seqNumber: 128, profileManagementOperation: ['notificationDelete'], notificationAddress: 'a.b' },
  },
  {
    schema: 'NotificationMetadata',
    source: 'rsp-session/pending-notification.der',
    der: `BF2F25 800101 81020080 0C10${address} 5A0A${iccid}`,
    value: notificationJson,
    findings: ['a BIT STRING has trailing zero bits'],
  },
  {
    schema: 'OtherSignedNotification',
    source: 'es10.md §6',
    der: otherNotification,
    value: {
      tbsOtherNotification: notification,
      euiccNotificationSignature: signature,
      euiccCertificate: certificate,
      eumCertificate: otherCertificate,
    },
  },
  {
    schema: 'PendingNotification',
    source: 'es9plus.md §2.4, BF37',
    der: `BF37818F ${pirError} ${sig}`,
    value: {
      profileInstallationResult: { profileInstallationResultData: pirError, euiccSignPIR: signature },
    },
  },
  {
    schema: 'PendingNotification',
    source: 'es9plus.md §2.4, 30',
    der: otherNotification,
    value: {
      otherSignedNotification: {
        tbsOtherNotification: notification,
        euiccNotificationSignature: signature,
        euiccCertificate: certificate,
        eumCertificate: otherCertificate,
      },
    },
  },
  { schema: 'ListNotificationRequest', source: 'es10.md §2', der: 'BF2800', value: {} },
  {
    schema: 'ListNotificationRequest',
    source: 'es10.md §2, by event',
    der: 'BF2804 81020640',
    value: { profileManagementOperation: ['notificationEnable'] },
  },
  {
    schema: 'ListNotificationResponse',
    source: 'es10.md §2',
    der: tlv('BF28', tlv('A0', notification)),
    value: { notificationMetadataList: [notificationJson] },
  },
  {
    schema: 'ListNotificationResponse',
    source: 'es10.md §2, empty',
    der: 'BF2802 A000',
    value: { notificationMetadataList: [] },
  },
  {
    schema: 'ListNotificationResponse',
    source: 'es10.md §2, error',
    der: 'BF2803 81017F',
    value: { listNotificationsResultError: 127 },
  },
  { schema: 'RetrieveNotificationsListRequest', source: 'es10.md §2', der: 'BF2B00', value: {} },
  {
    schema: 'RetrieveNotificationsListRequest',
    source: 'es10.md §2, by sequence number',
    der: 'BF2B05 A003 800107',
    value: { searchCriteria: { seqNumber: 7 } },
  },
  {
    schema: 'RetrieveNotificationsListRequest',
    source: 'es10.md §6, by event',
    der: 'BF2B06 A004 81020640',
    value: { searchCriteria: { profileManagementOperation: ['notificationEnable'] } },
  },
  {
    schema: 'RetrieveNotificationsListResponse',
    source: 'es10.md §2',
    der: tlv('BF2B', tlv('A0', otherNotification)),
    value: { notificationList: [otherNotification] },
  },
  {
    schema: 'RetrieveNotificationsListResponse',
    source: 'es10.md §2, nothing there',
    der: 'BF2B03 810101',
    value: { notificationsListResultError: 1 },
  },
  { schema: 'NotificationSentRequest', source: 'es10.md §2', der: 'BF3003 800107', value: { seqNumber: 7 } },
  {
    schema: 'NotificationSentRequest',
    source: 'es10.md §2, two octets',
    der: 'BF3004 800200C8',
    value: { seqNumber: 200 },
  },
  {
    schema: 'NotificationSentResponse',
    source: 'es10.md §2',
    der: 'BF3003 800101',
    value: { deleteNotificationStatus: 1 },
  },
];

const profileManagement: readonly Vector[] = [
  { schema: 'Iccid', source: 'es10.md §2', der: `5A0A${iccid}`, value: iccid },
  { schema: 'IsdpAid', source: 'es10.md §2', der: `4F10${aid}`, value: aid },
  { schema: 'ProfileInfo', source: 'es10.md §2', der: profileInfo, value: profileInfoJson },
  { schema: 'ProfileInfoListRequest', source: 'es10.md §2', der: 'BF2D00', value: {} },
  {
    schema: 'ProfileInfoListRequest',
    source: 'es10.md §2, one Profile, the state only',
    der: `BF2D13 A00C 5A0A${iccid} 5C03 5A9F70`,
    value: { searchCriteria: { iccid }, tagList: '5A9F70' },
  },
  {
    schema: 'ProfileInfoListRequest',
    source: 'es10.md §2, by class',
    der: 'BF2D05 A003 950102',
    value: { searchCriteria: { profileClass: 2 } },
  },
  {
    schema: 'ProfileInfoListResponse',
    source: 'es10.md §2',
    der: `BF2D48 A046 ${profileInfo}`,
    value: { profileInfoListOk: [profileInfoJson] },
  },
  {
    schema: 'ProfileInfoListResponse',
    source: 'es10.md §2, error',
    der: 'BF2D03 810101',
    value: { profileInfoListError: 1 },
  },
  { schema: 'ProfileIdentifier', source: 'es10.md §2', der: `4F10${aid}`, value: { isdpAid: aid } },
  {
    schema: 'EnableProfileRequest',
    source: 'es10.md §2',
    der: `BF3111 A00C 5A0A${iccid} 8101FF`,
    value: { profileIdentifier: { iccid }, refreshFlag: true },
  },
  {
    schema: 'EnableProfileRequest',
    source: 'es10.md §2, by AID',
    der: `BF3117 A012 4F10${aid} 810100`,
    value: { profileIdentifier: { isdpAid: aid }, refreshFlag: false },
  },
  { schema: 'EnableProfileResponse', source: 'es10.md §7', der: 'BF3103800100', value: { result: 0 } },
  {
    schema: 'DisableProfileRequest',
    source: 'es10.md §7',
    der: 'BF3211A00C5A0A98001032547698103214810100',
    value: { profileIdentifier: { iccid }, refreshFlag: false },
  },
  { schema: 'DisableProfileResponse', source: 'es10.md §7', der: 'BF3203800100', value: { result: 0 } },
  { schema: 'DeleteProfileRequest', source: 'es10.md §2', der: `BF330C 5A0A${iccid}`, value: { iccid } },
  {
    schema: 'DeleteProfileRequest',
    source: 'es10.md §2, by AID',
    der: `BF3312 4F10${aid}`,
    value: { isdpAid: aid },
  },
  { schema: 'DeleteProfileResponse', source: 'es10.md §7', der: 'BF3303800102', value: { result: 2 } },
  {
    schema: 'ResetOptions',
    source: 'es10.md §5',
    der: '030205E0',
    value: ['deleteOperationalProfiles', 'deleteFieldLoadedTestProfiles', 'resetDefaultSmdpAddress'],
  },
  {
    schema: 'EuiccMemoryResetRequest',
    source: 'es10.md §2',
    der: 'BF3404 820205E0',
    value: {
      resetOptions: ['deleteOperationalProfiles', 'deleteFieldLoadedTestProfiles', 'resetDefaultSmdpAddress'],
    },
  },
  { schema: 'EuiccMemoryResetResponse', source: 'es10.md §2', der: 'BF3403 800101', value: { result: 1 } },
  { schema: 'GetEuiccDataRequest', source: 'es10.md §2', der: 'BF3E03 5C015A', value: { tagList: '5A' } },
  {
    schema: 'GetEuiccDataResponse',
    source: 'es10.md §2, a real card',
    der: 'BF3E125A1089049032123451234512345678901235',
    value: { eidValue: '89049032123451234512345678901235' },
  },
  {
    schema: 'SetNicknameRequest',
    source: 'es10.md §2',
    der: `BF2912 5A0A${iccid} 9004576F726B`,
    value: { iccid, profileNickname: 'Work' },
  },
  {
    schema: 'SetNicknameRequest',
    source: 'es10.md §2, removed',
    der: `BF290E 5A0A${iccid} 9000`,
    value: { iccid, profileNickname: '' },
  },
  { schema: 'SetNicknameResponse', source: 'es10.md §2', der: 'BF2903 800101', value: { result: 1 } },
];

const configuration: readonly Vector[] = [
  { schema: 'EuiccConfiguredAddressesRequest', source: 'es10.md §2', der: 'BF3C00', value: {} },
  {
    schema: 'EuiccConfiguredAddressesResponse',
    source: 'es10.md §2',
    der: 'BF3C23 8010736D64702E6578616D706C652E636F6D 810F6C70612E64732E67736D612E636F6D',
    value: { defaultDpAddress: 'smdp.example.com', rootDsAddress: 'lpa.ds.gsma.com' },
  },
  {
    schema: 'SetDefaultDpAddressRequest',
    source: 'es10.md §2, cleared',
    der: 'BF3F02 8000',
    value: { defaultDpAddress: '' },
  },
  {
    schema: 'SetDefaultDpAddressResponse',
    source: 'es10.md §2',
    der: 'BF3F03 80017F',
    value: { setDefaultDpAddressResult: 127 },
  },
  { schema: 'GetEuiccChallengeRequest', source: 'es10.md §2', der: 'BF2E00', value: {} },
  {
    schema: 'GetEuiccChallengeResponse',
    source: 'es10.md §2',
    der: `BF2E12 8010${challenge}`,
    value: { euiccChallenge: challenge },
  },
  { schema: 'ProfilePolicyAuthorisationRule', source: 'es10.md §2', der: rat, value: ratJson },
  { schema: 'GetRatRequest', source: 'es10.md §2', der: 'BF4300', value: {} },
  { schema: 'GetRatResponse', source: 'es10.md §2', der: `BF4319 A017 ${rat}`, value: { rat: [ratJson] } },
  { schema: 'GetRatResponse', source: 'es10.md §2, empty', der: 'BF4302 A000', value: { rat: [] } },
  {
    schema: 'LoadCrlRequest',
    source: 'es10.md §2, members only shown',
    der: 'BF3507 A005 3003800143',
    value: { crl: ['3003800143'] },
  },
  { schema: 'LoadCrlResponse', source: 'es10.md §2', der: 'BF3502 A000', value: { loadCRLResponseOk: {} } },
  {
    schema: 'LoadCrlResponse',
    source: 'es10.md §2, error',
    der: 'BF3503 81017F',
    value: { loadCRLResponseError: 127 },
  },
  {
    schema: 'LoadCrlResponse',
    source: 'RSP definitions of v2, with missingParts',
    der: 'BF350A A008 A006 020101 020103',
    value: { loadCRLResponseOk: { missingParts: [1, 3] } },
  },
];

/**
 * The worked examples of the specification digests (SGP.22 v2.2-v2.6), each with the place it stands in. Where one is
 * printed with placeholders (`<TID>`, `<64>`, certificates), these are filled in here.
 */
export const rspVectors: readonly Vector[] = [
  ...es9plus,
  ...euiccInfo,
  ...authenticateServer,
  ...boundProfilePackage,
  ...notifications,
  ...profileManagement,
  ...configuration,
];
