using Whalepaper.Ui;

namespace Whalepaper.Members;

/// <summary>How people look.</summary>
public static class MemberSigns
{
    /// <summary>A person with the way to the page of their handle.</summary>
    public static PersonSign Sign(string name, string handle) => new(name, $"/members/{Uri.EscapeDataString(handle)}");
}
