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
  ),
);

const bounced = sum(EmailSend, 'bounced', unnamed('COUNT'));
const opens = sum(EmailSend, 'opens', unnamed('COUNT'));
const emailClicks = sum(EmailSend, 'clicks', unnamed('COUNT'));
const delivered = difference(emailsSent, [bounced], unnamed('COUNT'));

export const emailOpenRate = ratio(
  opens,
  delivered,
  about(
    ['E-mail open rate', '邮件打开率', '郵件開啟率'],
    ['The share of delivered e-mails that were opened.', '送达邮件中被打开的比例。', '送達郵件中被開啟的比例。'],
    'PERCENT',
  ),
);

export const emailClickRate = ratio(
  emailClicks,
  delivered,
  about(
    ['E-mail click rate', '邮件点击率', '郵件點擊率'],
    ['The share of delivered e-mails that were clicked.', '送达邮件中被点击的比例。', '送達郵件中被點擊的比例。'],
    'PERCENT',
  ),
);
