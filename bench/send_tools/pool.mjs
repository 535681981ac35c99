// nodemailer's pool: messages made in advance but for the reader's own parts, and handed over as they are.
import { readFileSync } from "node:fs";
import nodemailer from "nodemailer";

const [port, connections, count, file] = process.argv.slice(2);
const [before, between, after] = readFileSync(file, "latin1").split("OMROEPERTOKENOMROEPERTOKENOMROEP");
const pool = nodemailer.createTransport({
  pool: true,
  host: "127.0.0.1",
  port: Number(port),
  secure: false,
  ignoreTLS: true,
  maxConnections: Number(connections),
  maxMessages: Infinity,
});
const began = process.hrtime.bigint();
const cpu = process.cpuUsage();
let next = 0;
async function line() {
  while (next < Number(count)) {
    const number = next++;
    const token = number.toString(36).padStart(32, "0");
    await pool.sendMail({
      envelope: { from: "desk@omroeper.example", to: [`p${number}@school.example`] },
      raw: Buffer.from(before + token + between + token + (after ?? ""), "latin1"),
    });
  }
}
await Promise.all(Array.from({ length: Number(connections) * 2 }, line));
const used = process.cpuUsage(cpu);
console.log(
  JSON.stringify({
    seconds: Number(process.hrtime.bigint() - began) / 1e9,
    cpu: (used.user + used.system) / 1e6,
    peak_mb: process.resourceUsage().maxRSS / 1024,
  }),
);
pool.close();
