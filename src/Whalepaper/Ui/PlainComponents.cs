using Microsoft.AspNetCore.Components;

namespace Whalepaper.Ui;

/// <summary>
/// Makes components by constructors that take nothing, as all of them have: what a component needs it names by <c>@inject</c>. The framework's own maker
/// compiles a function for each type of component before the first page shows it.
/// </summary>
internal sealed class PlainComponents : IComponentActivator
{
    public IComponent CreateInstance(Type componentType) => (IComponent)Activator.CreateInstance(componentType)!;
}
