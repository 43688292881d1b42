import { EmailSend } from '../../entities/facts/EmailSend';
import { about, unnamed } from './about';
import { difference, ratio, sum } from './kinds';

export const emailsSent = sum(
  EmailSend,
  'sent',
  about(
    ['E-mails sent', '邮件发送量', '郵件發送量'],
    ['E-mails that were sent out.', '发出的邮件数。', '寄出的郵件數。'],
    'COUNT',
    'UP',
    'EDM',
    'newsletter',
  ),
);

const bounced = sum(EmailSend, 'bounced', unnamed('COUNT'));

export const emailsDelivered = difference(
  emailsSent,
  [bounced],
  about(
    ['E-mails delivered', '邮件送达量', '郵件送達量'],
    ['E-mails sent less those that came back.', '发送量减去退信量。', '發送量減去退信量。'],
    'COUNT',
    'UP',
    'EDM',
  ),
);

export const emailBounceRate = ratio(
  bounced,
  emailsSent,
  about(
    ['E-mail bounce rate', '邮件退信率', '郵件退信率'],
    ['The share of sent e-mails that came back.', '发送邮件中被退回的比例。', '寄出郵件中被退回的比例。'],
    'PERCENT',
    'DOWN',
    '弹回率',
  ),
);

export const emailOpens = sum(
  EmailSend,
  'opens',
  about(
    ['E-mail opens', '邮件打开数', '郵件開啟數'],
    [
      'Recipients who opened, machine opens left out where the sender can tell.',
      '打开邮件的收件人数，可识别的机器打开不计。',
      '開啟郵件的收件人數，可識別的機器開啟不計。',
    ],
    'COUNT',
  ),
);

export const emailClicks = sum(
  EmailSend,
  'clicks',
  about(
    ['E-mail clicks', '邮件点击数', '郵件點擊數'],
    ['Recipients who clicked.', '点击邮件链接的收件人数。', '點擊郵件連結的收件人數。'],
    'COUNT',
  ),
);

export const emailOpenRate = ratio(
  emailOpens,
  emailsDelivered,
  about(
    ['E-mail open rate', '邮件打开率', '郵件開啟率'],
    ['The share of delivered e-mails that were opened.', '送达邮件中被打开的比例。', '送達郵件中被開啟的比例。'],
    'PERCENT',
    'UP',
    'EDM',
  ),
);

export const emailClickRate = ratio(
  emailClicks,
  emailsDelivered,
  about(
    ['E-mail click rate', '邮件点击率', '郵件點擊率'],
    ['The share of delivered e-mails that were clicked.', '送达邮件中被点击的比例。', '送達郵件中被點擊的比例。'],
    'PERCENT',
    'UP',
    'EDM',
  ),
);

export const emailClickToOpenRate = ratio(
  emailClicks,
  emailOpens,
  about(
    ['E-mail click-to-open rate', '邮件打开后点击率', '郵件開啟後點擊率'],
    ['The share of opened e-mails that were clicked.', '打开的邮件中被点击的比例。', '開啟的郵件中被點擊的比例。'],
    'PERCENT',
    'UP',
    'CTOR',
  ),
);

const unsubscribed = sum(EmailSend, 'unsubscribed', unnamed('COUNT'));
const complaints = sum(EmailSend, 'complaints', unnamed('COUNT'));

export const emailUnsubscribeRate = ratio(
  unsubscribed,
  emailsDelivered,
  about(
    ['E-mail unsubscribe rate', '邮件退订率', '郵件取消訂閱率'],
    ['The share of delivered e-mails after which the recipient unsubscribed.', '送达邮件后退订的比例。', '送達郵件後取消訂閱的比例。'],
    'PERCENT',
    'DOWN',
    'opt-out',
    '退訂率',
  ),
);

export const emailComplaintRate = ratio(
  complaints,
  emailsDelivered,
  about(
    ['E-mail complaint rate', '邮件投诉率', '郵件投訴率'],
    [
      'The share of delivered e-mails that were reported as spam.',
      '送达邮件中被举报为垃圾邮件的比例。',
      '送達郵件中被檢舉為垃圾郵件的比例。',
    ],
    'PERCENT',
    'DOWN',
    'spam',
  ),
);

export const emailOrdersClaimed = sum(
  EmailSend,
  'orders',
  about(
    ['E-mail orders (claimed)', '邮件订单（工具回传）', '郵件訂單（工具回傳）'],
    ['Orders that the e-mail tool claims for its sendings.', '邮件工具认领的订单数。', '郵件工具認領的訂單數。'],
    'COUNT',
  ),
);

export const emailRevenueClaimed = sum(
  EmailSend,
  'revenue',
  about(
    ['E-mail revenue (claimed)', '邮件收入（工具回传）', '郵件收入（工具回傳）'],
    ['Revenue that the e-mail tool claims for its sendings.', '邮件工具认领的收入。', '郵件工具認領的收入。'],
    'MONEY',
  ),
);

export const revenuePerEmailClaimed = ratio(
  emailRevenueClaimed,
  emailsDelivered,
  about(
    ['Revenue per e-mail (claimed)', '单封邮件收入（工具回传）', '單封郵件收入（工具回傳）'],
    [
      'Revenue that the e-mail tool claims for each delivered e-mail.',
      '每封送达邮件对应的工具认领收入。',
      '每封送達郵件對應的工具認領收入。',
    ],
    'MONEY',
    'UP',
    'RPE',
  ),
);
