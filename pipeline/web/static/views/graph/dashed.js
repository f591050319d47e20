// How sigma draws what is only claimed: a dashed line. The dashes have the same length on the screen at every zoom.

const DASH = 7;
const GAP = 5;

/** An edge program for sigma, made of the one that draws straight lines. */
export function dashedProgram({ EdgeRectangleProgram }) {
  return class DashedEdgeProgram extends EdgeRectangleProgram {
    getDefinition() {
      const whole = super.getDefinition();
      return {
        ...whole,
        UNIFORMS: [...whole.UNIFORMS, "u_screen"],
        VERTEX_SHADER_SOURCE: changed(whole.VERTEX_SHADER_SOURCE, [
          ["void main() {", "uniform vec2 u_screen;\nvarying float v_along;\nvoid main() {"],
          [
            /\}\s*$/,
            `vec2 dashed = (u_matrix * vec3(a_positionEnd, 1)).xy - (u_matrix * vec3(a_positionStart, 1)).xy;
             v_along = a_positionCoef * length(dashed * u_screen / 2.0);
             }`,
          ],
        ]),
        FRAGMENT_SHADER_SOURCE: changed(whole.FRAGMENT_SHADER_SOURCE, [
          [
            "void main(void) {",
            `varying float v_along;
             void main(void) {
             #ifndef PICKING_MODE
             if (mod(v_along, ${(DASH + GAP).toFixed(1)}) > ${DASH.toFixed(1)}) discard;
             #endif`,
          ],
        ]),
      };
    }

    setUniforms(params, where) {
      super.setUniforms(params, where);
      where.gl.uniform2f(where.uniformLocations.u_screen, params.width, params.height);
    }
  };
}

function changed(source, changes) {
  return changes.reduce((text, [from, to]) => {
    const next = text.replace(from, to);
    if (next === text) throw new Error("sigma's shader is not the one that was vendored");
    return next;
  }, source);
}
