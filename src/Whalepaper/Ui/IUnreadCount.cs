namespace Whalepaper.Ui;

/// <summary>How many messages wait unread for whoever asks. It is asked at every page of somebody who is signed in, beside whatever else the page asks, so it has a database of its own, if any.</summary>
public interface IUnreadCount
{
    /// <summary>How many.</summary>
    ValueTask<int> CountAsync(HttpContext http);
}
