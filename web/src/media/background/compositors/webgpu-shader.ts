/** The same arithmetic as web/assembly/compose.ts, pixel by pixel; the low grid is read without loss of precision. */
export const SHADER = `
struct Settings {
  toYuv: mat3x3f,
  toRgb: mat3x3f,
  offset: vec3f,
  frame: vec4f, // width, height, factor, whether there is a picture
  low: vec4f, // width, height of the low grid; scale of the picture
}
@group(0) @binding(0) var frame: texture_external;
@group(0) @binding(1) var<uniform> settings: Settings;
@group(0) @binding(2) var<storage, read> coefficients: array<vec4f>;
@group(0) @binding(3) var<storage, read> behind: array<vec4f>;
@group(0) @binding(4) var picture: texture_2d<f32>;
@group(0) @binding(5) var smoothly: sampler;

struct Corner {
  @builtin(position) position: vec4f,
  @location(0) at: vec2f,
}

@vertex fn vertex(@builtin(vertex_index) index: u32) -> Corner {
  let corner = vec2f(f32((index << 1u) & 2u), f32(index & 2u));
  return Corner(vec4f(corner * 2.0 - 1.0, 0.0, 1.0), vec2f(corner.x, 1.0 - corner.y));
}

@fragment fn fragment(@location(0) at: vec2f) -> @location(0) vec4f {
  let own = textureSampleBaseClampToEdge(frame, smoothly, at).rgb;
  let there = textureSampleLevel(picture, smoothly, (at - 0.5) * settings.low.zw + 0.5, 0.0).rgb;
  let last = settings.low.xy - 1.0;
  let spot = clamp(at * settings.frame.xy / settings.frame.z - 0.5, vec2f(0.0), last);
  let base = floor(spot);
  let next = min(base + 1.0, last);
  let share = spot - base;
  let width = settings.low.x;
  let a = u32(base.y * width + base.x);
  let b = u32(base.y * width + next.x);
  let c = u32(next.y * width + base.x);
  let d = u32(next.y * width + next.x);
  let guide = mix(mix(coefficients[a], coefficients[b], share.x), mix(coefficients[c], coefficients[d], share.x), share.y);
  let blurred = mix(mix(behind[a], behind[b], share.x), mix(behind[c], behind[d], share.x), share.y);
  let light = settings.toRgb * (blurred.rgb - settings.offset);
  let back = select(light, there, settings.frame.w > 0.5);
  let opacity = smoothstep(0.2, 0.8, dot(guide.rgb, settings.toYuv * own + settings.offset) + guide.a);
  let shone = mix(own, light, blurred.a);
  return vec4f(mix(back, shone, opacity), 1.0);
}`;
