import type { InspectReport, TreeNode } from '../../../../lab/cli/inspect/report.ts';

/** Every node of a report's own tree, outer before inner. */
export function nodesOf(report: InspectReport): TreeNode[] {
  const flat = (node: TreeNode): TreeNode[] => [node, ...node.children.flatMap(flat)];
  return report.tree.flatMap(flat);
}

/** The node of a name. */
export function nodeNamed(report: InspectReport, name: string): TreeNode | undefined {
  return nodesOf(report).find((node) => node.name === name);
}
