namespace Whalepaper.Ui;

/// <summary>Who is signed in, as far as every page needs to know; a feature of the request. Without it, it is a visitor's.</summary>
/// <param name="Name">What the group calls them.</param>
/// <param name="Desk">Whether the committee's desk is theirs.</param>
/// <param name="Settings">Whether the settings are theirs.</param>
public sealed record SignedIn(string Name, bool Desk, bool Settings);
