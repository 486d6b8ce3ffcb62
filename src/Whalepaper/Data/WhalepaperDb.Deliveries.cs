using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Data;

/// <content>What the two engines do differently for whoever sends deliveries.</content>
public abstract partial class WhalepaperDb
{
    /// <summary>
    /// The deliveries that are due, the longest waiting first, held for the transaction that asks: until it ends, nobody else is given them. To be
    /// asked inside a transaction.
    /// </summary>
    /// <param name="state">Those that wait, or those that somebody had in hand and never brought back.</param>
    /// <param name="precedence">Which of them.</param>
    /// <param name="now">When.</param>
    /// <param name="closed">The channels that cannot be used now, by their full names.</param>
    /// <param name="most">How many at most.</param>
    public abstract IQueryable<Delivery> HoldDueDeliveries(DeliveryState state, DeliveryPrecedence precedence, Instant now, IReadOnlyList<string> closed, int most);

    /// <summary>
    /// Opens a connection on which the results of deliveries are written down one by one. What was committed survives the end of the program at any
    /// moment; should the machine fail in the same second, some messages are sent again.
    /// </summary>
    public virtual Task BeginDeliveringAsync(CancellationToken cancellation) => Database.OpenConnectionAsync(cancellation);

    /// <summary>A connection on which one thread writes such results and waits for them on the spot; that of these data, or one of its own, which its user closes.</summary>
    public virtual DbConnection ConnectOnTheSpot()
    {
        Database.OpenConnection();
        return Database.GetDbConnection();
    }
}
