/**
 * A picture that moves, with grain: at a low rate the encoder leaves the grain away, at a high one it has use for all of
 * the rate.
 */
const MARGIN = 64;
const GRAIN = 40;

export const generatedPicture = (width, height, fps) => {
  const canvas = Object.assign(document.createElement('canvas'), {width, height});
  const context = canvas.getContext('2d');
  const image = context.createImageData(width + MARGIN, height + MARGIN);
  for (let i = 0; i < image.data.length; i += 4) {
    const grey = 128 + (Math.random() - 0.5) * GRAIN;
    image.data.set([grey, grey, grey, 255], i);
  }
  const size = height / 6;
  const draw = () => {
    context.putImageData(image, -Math.floor(Math.random() * MARGIN), -Math.floor(Math.random() * MARGIN));
    const angle = performance.now() / 500;
    context.fillStyle = 'teal';
    context.fillRect((width - size) / 2 + width * .3 * Math.cos(angle), (height - size) / 2 + height * .3 * Math.sin(angle), size, size);
  };
  draw();
  const timer = setInterval(draw, 1000 / fps);
  const [track] = canvas.captureStream(fps).getVideoTracks();
  const stop = track.stop.bind(track);
  track.stop = () => {
    clearInterval(timer);
    stop();
  };
  return track;
};
