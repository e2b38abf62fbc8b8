using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Twofold.Web.Kit;

/// <summary>Renders its content after the siblings before it have rendered: the queue of the renderer is first in, first out.</summary>
public sealed class Deferred : ComponentBase
{
    /// <summary>What comes later.</summary>
    [Parameter, EditorRequired]
    public RenderFragment? ChildContent { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, ChildContent);
}
