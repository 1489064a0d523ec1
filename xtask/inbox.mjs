// The development inbox: takes every mail by SMTP on 127.0.0.1 and shows it on a web page. Ends when stdin closes.
//
//   node xtask/inbox.mjs SMTP_PORT WEB_PORT MAIL_FOLDER

import MailDev from "maildev";

const [smtp, web, mailDirectory] = process.argv.slice(2);

// A person stops the command that started us, and that closes our stdin.
for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => {});
process.stdin.on("end", () => process.exit(0)).resume();

new MailDev({ smtp, web, mailDirectory, ip: "127.0.0.1", silent: true }).listen();
