namespace Whalepaper.Ui;

/// <summary>What a notice is about.</summary>
public enum NoticeKind
{
    /// <summary>Something to know.</summary>
    Word,

    /// <summary>Something went well.</summary>
    Success,

    /// <summary>Something to look at.</summary>
    Warning,

    /// <summary>Something went wrong: what happened, what was kept, what to do.</summary>
    Danger,
}
