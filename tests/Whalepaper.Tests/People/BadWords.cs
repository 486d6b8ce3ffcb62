namespace Whalepaper.Tests.People;

/// <summary>What people and programs write into fields where something else is asked for.</summary>
internal static class BadWords
{
    /// <summary>Signs that nothing keeps: NUL, controls of terminals, no characters at all.</summary>
    public static readonly IReadOnlyList<string> Signs = ["a\0b", "a\u0001b", "a\u001b[2Jb", "a\u007fb", "a\u009bb", "a\ufffeb", "a\uffffb"];

    /// <summary>What is none of a few answers.</summary>
    public static readonly string[] Choices = ["abc", "-1", "0", "99999999999999999999", "2026-13-45", "<b>", "' OR 1=1 --"];

    /// <summary>What is no whole number within reason.</summary>
    public static readonly string[] Numbers = ["abc", "-1", "1.5", "1e1", "0x10", "99999999999999999999", "2026-13-45"];

    /// <summary>What is no time of day.</summary>
    public static readonly string[] Times = ["abc", "-1", "24:00", "12:60", "12", "99999999999999999999", "2026-13-45"];

    /// <summary>What is no time zone.</summary>
    public static readonly string[] Zones = ["abc", "Mars/Olympus", "-1", "99999999999999999999", "2026-13-45", "../etc/passwd"];

    /// <summary>What is no name of a person: unseen, turned around, a mixture of scripts, a pile of marks, no letter at all.</summary>
    public static readonly string[] Names =
        [" ", "\u3000", "\u202eAnna", "An\u2066na\u2069", "An\u200bna", "\ufeffAnna", "An\u00adna", "Anna\U000e0041", "An\u034fna", "\u3164", "Anna\ue000", "\u0430nna", "Ann\u03b1", "\u0410\u043dna", "A" + new string('\u0301', 12) + "nna", "🐳", "···", "́"];

    /// <summary>What is no address.</summary>
    public static readonly string[] Addresses =
        ["abc", "a@b", "@people.example", "a@", "a b@people.example", "a@people.example, b@people.example", "Anna <a@people.example>", "a@@people.example", "a@people.example\u202e", "a\u200b@people.example", "a@people\u3000.example"];

    /// <summary>What is no web address that a profile may lead to.</summary>
    public static readonly string[] Links = ["abc", "javascript:alert(1)", "data:text/html,x", "ftp://people.example", "//people.example", "/me", "https://anna:secret@people.example", "https://", "https://exa mple.org"];

    /// <summary>What is guessed too soon.</summary>
    public static readonly string[] Passwords = ["short", "aaaaaaaaaaaaaa", "          "];

    /// <summary>What is no answer of a device.</summary>
    public static readonly string[] Credentials = ["abc", "{}", "[]", "null", "{\"id\":1}", "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{}}"];

    /// <summary>What nobody fills in, and what a careless program would take all the same.</summary>
    public static readonly IReadOnlyList<(string Name, string Value)> Beyond =
    [
        ("id", "1"), ("memberId", "1"), ("role", "organizer"), ("Role", "Organizer"), ("standing", "inner"), ("isAdmin", "true"), ("email", "taken@people.example"), ("emailConfirmed", "true"), ("isConfirmed", "true"),
        ("passwordHash", "x"), ("securityStamp", "x"), ("twoFactorEnabled", "false"), ("handle", "organizer"), ("version", "0"), ("member.role", "organizer"), ("member[role]", "organizer"), ("claimedAt", "2020-01-01"), ("__proto__", "x"), ("name", "Mallory"),
        ("code", "zzz"), ("scope", "manage"), ("place", "organizer"), ("keys", "talks.at-meeting"), ("values", "99"),
    ];
}
