namespace Whalepaper.Files;

/// <summary>Why a document cannot be read.</summary>
public enum TextFault
{
    /// <summary>It is damaged, or no document that the program understands.</summary>
    Unreadable,

    /// <summary>It can only be opened with a password.</summary>
    Locked,

    /// <summary>It took longer than it may.</summary>
    Slow,

    /// <summary>It took more memory than it may.</summary>
    Heavy,

    /// <summary>It is larger than documents that are read.</summary>
    Large,

    /// <summary>The store did not give it, several times.</summary>
    Missing,
}
