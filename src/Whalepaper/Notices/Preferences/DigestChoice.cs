namespace Whalepaper.Notices.Preferences;

/// <summary>How often somebody gets a digest.</summary>
public enum DigestRhythm
{
    /// <summary>Every morning at which something is unread.</summary>
    Daily,

    /// <summary>On Mondays.</summary>
    Weekly,
}

/// <summary>That a member gets what lies unread in their inbox as one mail. Who wants none has no such row.</summary>
public sealed class DigestChoice
{
    /// <summary>The rhythm of who wants no digest, as forms and programs write it.</summary>
    public const string None = "none";

    private DigestChoice()
    {
    }

    /// <summary>Notes a rhythm.</summary>
    public DigestChoice(int memberId, DigestRhythm rhythm) => (MemberId, Rhythm) = (memberId, rhythm);

    /// <summary>The member.</summary>
    public int MemberId { get; private set; }

    /// <summary>How often.</summary>
    public DigestRhythm Rhythm { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Changes the rhythm.</summary>
    public void Keep(DigestRhythm rhythm) => Rhythm = rhythm;

    /// <summary>The word of a rhythm, as forms, programs and links write it; null is <see cref="None"/>.</summary>
    public static string WordOf(DigestRhythm? rhythm) => rhythm switch
    {
        DigestRhythm.Daily => "daily",
        DigestRhythm.Weekly => "weekly",
        _ => None,
    };

    /// <summary>The rhythm of a word; null for every other word.</summary>
    public static DigestRhythm? Parse(string? word) => word switch
    {
        "daily" => DigestRhythm.Daily,
        "weekly" => DigestRhythm.Weekly,
        _ => null,
    };
}
