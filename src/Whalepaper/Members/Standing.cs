namespace Whalepaper.Members;

/// <summary>Where a member is on the ladder (身份). Whoever has none is a name of the archive, or a visitor.</summary>
public enum Standing
{
    /// <summary>Joined the open group; anyone may.</summary>
    Open = 1,

    /// <summary>Was taken on as a candidate and prepares a trial talk (候选成员).</summary>
    Candidate = 2,

    /// <summary>Belongs to the inner group (内部群, 深度学习群).</summary>
    Inner = 3,

    /// <summary>Moved out. What they shared stays in the archive under their name.</summary>
    Former = 4,
}

/// <summary>What an inner member does for the group beyond taking part.</summary>
public enum Role
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>Vets, notifies, manages and improves the group (审核组).</summary>
    Committee = 1,

    /// <summary>Runs the installation, and may do whatever the committee may (管理员).</summary>
    Organizer = 2,
}
