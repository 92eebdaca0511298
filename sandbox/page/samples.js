// Sample photos, drawn on the spot, and a sample voice note.

const SCENES = [stairs, puddle, cable];

/** A JPEG of one of the scenes as base64. */
export function samplePhoto(number = Math.floor(Math.random() * SCENES.length)) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
  const draw = canvas.getContext("2d");
  wall(draw);
  SCENES[number % SCENES.length](draw);
  return { kind: "photo", data: canvas.toDataURL("image/jpeg", 0.85).split(",")[1] };
}

export const sampleAlbum = () => SCENES.map((_, number) => samplePhoto(number));

export async function sampleVoice() {
  const response = await fetch("/page/voice.ogg");
  return { kind: "voice", data: base64(await response.arrayBuffer()), duration: 3 };
}

/** A file from the visitor's disk; its kind follows from its type. */
export async function chosenFile(file) {
  const family = file.type.split("/")[0];
  const kind = { image: "photo", video: "video", audio: "audio" }[family] ?? "document";
  return { kind, data: base64(await file.arrayBuffer()), name: file.name, mime_type: file.type };
}

function base64(buffer) {
  let binary = "";
  for (const byte of new Uint8Array(buffer)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function wall(draw) {
  const light = draw.createLinearGradient(0, 0, 0, 480);
  light.addColorStop(0, "#cfd8dc");
  light.addColorStop(1, "#90a4ae");
  draw.fillStyle = light;
  draw.fillRect(0, 0, 640, 480);
  draw.fillStyle = "#78909c";
  draw.fillRect(0, 360, 640, 120);
}

function stairs(draw) {
  for (let step = 0; step < 7; step++) {
    draw.fillStyle = step % 2 ? "#8d6e63" : "#a1887f";
    draw.fillRect(80 + step * 70, 400 - step * 45, 480 - step * 70, 45);
  }
  draw.strokeStyle = "#ffb300";
  draw.lineWidth = 12;
  line(draw, [90, 300], [230, 210]);
  line(draw, [420, 90], [560, 0]);
  draw.setLineDash([14, 14]);
  draw.lineWidth = 5;
  draw.strokeStyle = "#d84315";
  line(draw, [230, 210], [420, 90]);
  draw.setLineDash([]);
}

function puddle(draw) {
  draw.fillStyle = "#546e7a";
  draw.fillRect(420, 60, 140, 300);
  draw.fillStyle = "#0277bd99";
  draw.beginPath();
  draw.ellipse(300, 410, 230, 46, 0, 0, 7);
  draw.fill();
  draw.fillStyle = "#4fc3f7";
  for (let drop = 0; drop < 4; drop++) draw.fillRect(440 - drop * 3, 210 + drop * 45, 8, 22);
  draw.fillStyle = "#ffb300";
  triangle(draw, 130, 330, 90);
}

function cable(draw) {
  draw.fillStyle = "#eceff1";
  draw.fillRect(240, 110, 160, 160);
  draw.fillStyle = "#37474f";
  draw.fillRect(285, 165, 18, 44);
  draw.fillRect(337, 165, 18, 44);
  draw.strokeStyle = "#212121";
  draw.lineWidth = 16;
  draw.beginPath();
  draw.moveTo(320, 270);
  draw.bezierCurveTo(330, 460, 480, 300, 620, 440);
  draw.stroke();
  draw.strokeStyle = "#ff7043";
  draw.lineWidth = 6;
  line(draw, [440, 368], [470, 376]);
  draw.fillStyle = "#ffb300";
  triangle(draw, 110, 180, 80);
}

function line(draw, from, to) {
  draw.beginPath();
  draw.moveTo(...from);
  draw.lineTo(...to);
  draw.stroke();
}

function triangle(draw, x, y, size) {
  draw.beginPath();
  draw.moveTo(x, y);
  draw.lineTo(x + size / 2, y + size);
  draw.lineTo(x - size / 2, y + size);
  draw.fill();
  draw.fillStyle = "#212121";
  draw.font = `bold ${size * 0.6}px sans-serif`;
  draw.textAlign = "center";
  draw.fillText("!", x, y + size * 0.88);
}
