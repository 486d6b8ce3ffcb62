using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Whalepaper.Bench;

/// <summary>The barest component that gives a page's HTML: no layout, no other component, no data but what lies in memory.</summary>
internal sealed class BarePage : ComponentBase
{
    /// <summary>What to render.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<BareNode> Nodes { get; set; }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        foreach (var node in Nodes)
        {
            switch (node.Kind)
            {
                case BareKind.Open:
                    builder.OpenElement(0, node.Name);
                    break;
                case BareKind.Attribute when node.Value is null:
                    builder.AddAttribute(1, node.Name, true);
                    break;
                case BareKind.Attribute:
                    builder.AddAttribute(2, node.Name, node.Value);
                    break;
                case BareKind.Text:
                    builder.AddContent(3, node.Name);
                    break;
                case BareKind.Markup:
                    builder.AddMarkupContent(4, node.Name);
                    break;
                case BareKind.Close:
                    builder.CloseElement();
                    break;
            }
        }
    }
}
