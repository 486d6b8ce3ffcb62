using System.Text;
using System.Text.RegularExpressions;

namespace Whalepaper.Meetings;

/// <summary>
/// Reads an invitation that somebody pasted as it came out of Tencent Meeting or Zoom, in either language: the link, the meeting's number, the passcode.
/// A link alone will do, and so will a number.
/// </summary>
public static partial class JoinText
{
    /// <summary>The longest text that is read, in UTF-16 units.</summary>
    public const int Maximum = 8000;

    // What ends a sentence around a link, and is no part of it.
    private static readonly char[] ends = ['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '"', '、', '。', '】', '》', '」', '…'];

    // The least and most digits of a number that people type to come in.
    private const int FewestDigits = 8;
    private const int MostDigits = 13;

    /// <summary>The way in of which a text tells; null if it tells of none.</summary>
    public static JoinLink? Read(string? pasted)
    {
        if (string.IsNullOrWhiteSpace(pasted) || pasted.Length > Maximum)
            return null;
        // Chinese keyboards write full-width signs and digits.
        var text = pasted.Normalize(NormalizationForm.FormKC);
        var url = LinkIn(text);
        var number = NumberIn(text) ?? NumberOf(url);
        if (url is null && number is null)
            return null;
        var passcode = Passcode().Match(text) is { Success: true } said ? said.Groups["code"].Value.TrimEnd(ends) : null;
        return new JoinLink(url, number, passcode is { Length: > 0 and <= JoinLink.CodeMaximum } ? passcode : null);
    }

    // An invitation of Zoom names other addresses too: of its telephone numbers, of the calendar.
    private static string? LinkIn(string text)
    {
        var links = Link().Matches(text).Select(match => match.Value.TrimEnd(ends))
            .Select(link => link.Contains("://", StringComparison.Ordinal) ? link : $"https://{link}").Where(JoinLink.IsAddress).Distinct(StringComparer.Ordinal).ToList();
        return links.Find(link => new JoinLink(link).Place is not JoinPlace.Other && LeadsIn(new Uri(link).AbsolutePath)) ?? links.FirstOrDefault();
    }

    private static bool LeadsIn(string path) => path.Length > 1 && !path.StartsWith("/u/", StringComparison.Ordinal) && !path.Contains("/ics", StringComparison.Ordinal);

    private static string? NumberIn(string text)
    {
        var found = Number().Matches(text).Select(match => match.Groups["number"].Value.Trim()).FirstOrDefault(IsNumber);
        return found ?? (IsNumber(text.Trim()) ? text.Trim() : null);
    }

    private static bool IsNumber(string text) =>
        text.Length <= JoinLink.CodeMaximum && text.All(c => char.IsAsciiDigit(c) || c is ' ' or '-') && text.Count(char.IsAsciiDigit) is >= FewestDigits and <= MostDigits;

    // In a link of Zoom the number stands in the path.
    private static string? NumberOf(string? url) =>
        url is not null && new JoinLink(url).Place is JoinPlace.Zoom && InPath().Match(new Uri(url).AbsolutePath) is { Success: true } found ? found.Groups["number"].Value : null;

    [GeneratedRegex("""(https?://|(?<![\w.@/\-])(?=(meeting\.tencent\.com|voovmeeting\.com|([a-z0-9\-]{1,30}\.)?zoom\.us)/))[^\s<>"，。；、）】》」]+""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("""(腾讯会议|会议(号码|号|[ ]?ID)|(Tencent|VooV)[ ]?Meeting|(Meeting|Webinar)[ ]?(ID|Number))[ ]{0,3}:?[ ]{0,3}(?<number>[0-9][0-9 \-]{6,24}[0-9])""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();

    [GeneratedRegex("""(?<!主持人)((会议|入会|参会)?(密码|口令)|\b(Passcode|Password))[ ]{0,3}:[ ]{0,3}(?<code>\S{1,80})""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Passcode();

    [GeneratedRegex("""^/(j|w|wc/join|s)/(?<number>[0-9]{8,13})""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InPath();
}
