/** The brand's mark: three arcs over a point, as a picture of its own. */
export const markIcon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="8" fill="#0b5c4b"/>
<g fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round">
<path d="M9 16.5a6.5 6.5 0 0 1 6.5 6.5"/>
<path d="M9 11a12 12 0 0 1 12 12"/>
</g>
<circle cx="10.4" cy="21.6" r="2.1" fill="#fff"/>
</svg>
`;
