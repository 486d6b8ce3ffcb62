namespace Whalepaper.Members.Access;

/// <summary>Says what somebody wants to do who opens this page or calls this endpoint. Without it, it is read by everybody.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiresAttribute(Act act) : Attribute
{
    /// <summary>What they want to do.</summary>
    public Act Act { get; } = act;
}
