namespace Whalepaper.Members.Accounts;

/// <summary>What a browser calls itself, in two words: enough to know one's own phone again.</summary>
internal static class BrowserName
{
    // The order matters: most browsers also name those that they want to be taken for.
    private static readonly (string Sign, string Name)[] browsers =
        [("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari")];

    private static readonly (string Sign, string Name)[] systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>The browser and its system, as far as they are known.</summary>
    public static string Of(string agent)
    {
        var names = new[] { Find(agent, browsers), Find(agent, systems) }.OfType<string>().ToList();
        return names.Count > 0 ? string.Join(" · ", names) : agent.Length > 0 ? agent[..Math.Min(agent.Length, 40)] : "–";
    }

    private static string? Find(string agent, (string Sign, string Name)[] known) =>
        known.Where(one => agent.Contains(one.Sign, StringComparison.Ordinal)).Select(one => one.Name).FirstOrDefault();
}
