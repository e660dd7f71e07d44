/** The same arithmetic as web/assembly/compose.ts, pixel by pixel. */

/** Texture units by what they hold. */
export const UNITS = {
  frame: { name: 'u_frame', unit: 0 },
  coefficients: { name: 'u_coefficients', unit: 1 },
  behind: { name: 'u_behind', unit: 2 },
  picture: { name: 'u_picture', unit: 3 },
} as const;

/** One triangle that covers everything; the first row of a texture is the upper edge of the picture. */
export const VERTEX = `#version 300 es
out vec2 v_at;
void main() {
  vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
  v_at = vec2(corner.x, 1.0 - corner.y);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

export const FRAGMENT = `#version 300 es
precision highp float;
uniform sampler2D u_frame, u_coefficients, u_behind, u_picture;
uniform mat3 u_toYuv, u_toRgb;
uniform vec3 u_offset;
uniform vec2 u_low, u_pictureScale;
uniform bool u_hasPicture;
in vec2 v_at;
out vec4 shown;
void main() {
  vec3 own = texture(u_frame, v_at).rgb;
  vec4 guide = texture(u_coefficients, v_at * u_low);
  vec4 behind = texture(u_behind, v_at * u_low);
  vec3 light = u_toRgb * (behind.rgb - u_offset);
  vec3 back = u_hasPicture ? texture(u_picture, (v_at - 0.5) * u_pictureScale + 0.5).rgb : light;
  float opacity = smoothstep(0.2, 0.8, dot(guide.rgb, u_toYuv * own + u_offset) + guide.a);
  vec3 shone = mix(own, light, behind.a);
  shown = vec4(mix(back, shone, opacity), 1.0);
}`;
